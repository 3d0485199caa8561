//! What `services/describe.py` wrote down of an AWS service: how its calls are asked and answered,
//! and where it is. Facts of the service's own model; nothing here decides anything.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How requests and replies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Protocol {
    Json,
    RestJson,
    RestXml,
    Query,
    Ec2,
}

/// A service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Described {
    pub(crate) client: String,
    /// Its name in `AWS_ENDPOINT_URL_<ID>`, in the model's own spelling.
    #[serde(rename = "id")]
    _id: String,
    pub(crate) protocol: Protocol,
    pub(crate) version: String,
    /// What requests are signed for.
    pub(crate) signing: String,
    /// The first part of `X-Amz-Target`.
    #[serde(default)]
    pub(crate) target: Option<String>,
    /// 1.0 or 1.1.
    #[serde(default)]
    pub(crate) json: Option<String>,
    /// By partition.
    pub(crate) hosts: BTreeMap<String, Hosts>,
    pub(crate) operations: BTreeMap<String, Operation>,
    #[serde(default)]
    pub(crate) shapes: Shapes,
}

/// Where a service is in a partition.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hosts {
    pub(crate) plain: Option<Host>,
    pub(crate) fips: Option<Host>,
    pub(crate) dual: Option<Host>,
    pub(crate) fips_dual: Option<Host>,
    /// Regions in which the service is known not to be.
    #[serde(default)]
    pub(crate) lacking: Vec<String>,
}

/// A pattern with `{region}` and `{account}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Host {
    #[serde(rename = "host")]
    pub(crate) pattern: String,
    /// The region to sign for, if it is not the one asked.
    #[serde(default)]
    pub(crate) sign: Option<String>,
    /// Regions that are otherwise; `null` where there is no such host.
    #[serde(default)]
    pub(crate) except: BTreeMap<String, Option<Exception>>,
}

/// The host of one region.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    pub(crate) host: String,
    #[serde(default)]
    pub(crate) sign: Option<String>,
}

/// An operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) host_prefix: Option<String>,
    #[serde(default)]
    pub(crate) input: BTreeMap<String, Member>,
    /// Always a structure.
    #[serde(deserialize_with = "structure")]
    pub(crate) output: Shape,
    /// The member that is the whole body.
    #[serde(default)]
    pub(crate) payload: Option<String>,
    /// The names that the root of an XML reply may have.
    #[serde(default)]
    pub(crate) roots: Vec<String>,
    /// The element that wraps the members (query).
    #[serde(default)]
    pub(crate) result: Option<String>,
    #[serde(default)]
    pub(crate) paging: Option<Paging>,
    #[serde(default)]
    pub(crate) withhold: Vec<Withhold>,
}

fn structure<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Shape, D::Error> {
    BTreeMap::deserialize(from).map(Shape::Struct)
}

impl Operation {
    /// The member that is the whole body of a reply.
    pub(crate) fn payload(&self) -> Option<(&String, &Member)> {
        let Shape::Struct(members) = &self.output else { return None };
        members.get_key_value(self.payload.as_ref()?)
    }
}

/// How pages follow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// Members of the input that say where the next page begins.
    pub(crate) send: Vec<String>,
    /// Paths to what is sent there.
    pub(crate) take: Vec<String>,
    /// Path to the flag that says whether there is more.
    #[serde(default)]
    pub(crate) more: Option<String>,
    /// A page that holds something is enough.
    #[serde(default)]
    pub(crate) first: bool,
}

/// A place in a reply where secrets may stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withhold {
    /// Names as they stand in the reply, `*` for any.
    pub(crate) path: Vec<String>,
    /// True if all of it is withheld, whatever it says.
    #[serde(default)]
    pub(crate) all: bool,
}

/// Where a member of the input goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    #[default]
    Body,
    /// It is the body.
    Payload,
    Path,
    Query,
    Header,
}

/// A member of a structure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) is: Shape,
    /// Its name on the wire, if another.
    #[serde(default)]
    pub(crate) wire: Option<String>,
    #[serde(default)]
    pub(crate) to: Place,
    /// True if it is an attribute of its parent's element.
    #[serde(default)]
    pub(crate) attribute: bool,
}

impl Member {
    /// Its name on the wire.
    pub(crate) fn wire<'m>(&'m self, name: &'m str) -> &'m str {
        self.wire.as_deref().unwrap_or(name)
    }
}

/// What a value is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    Text,
    Int,
    Float,
    Bool,
    Time,
    Blob,
    /// Any JSON.
    Document,
    List(List),
    Map(MapOf),
    Struct(BTreeMap<String, Member>),
    /// A structure by its name in [`Described::shapes`].
    #[serde(rename = "shape")]
    Named(String),
}

/// A list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    pub(crate) of: Box<Shape>,
    /// The name of an element in XML.
    #[serde(default = "member")]
    pub(crate) element: String,
    /// True if elements stand where the list would.
    #[serde(default)]
    pub(crate) flat: bool,
}

/// A map from texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MapOf {
    pub(crate) of: Box<Shape>,
    #[serde(default = "key")]
    pub(crate) key: String,
    #[serde(default = "value")]
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) flat: bool,
}

fn member() -> String {
    "member".to_owned()
}

fn key() -> String {
    "key".to_owned()
}

fn value() -> String {
    "value".to_owned()
}

/// Structures by name.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shapes(BTreeMap<String, BTreeMap<String, Member>>);

impl Shapes {
    /// The members of a structure, named or not.
    pub(crate) fn members<'s>(&'s self, shape: &'s Shape) -> Option<&'s BTreeMap<String, Member>> {
        match shape {
            Shape::Struct(members) => Some(members),
            Shape::Named(name) => self.0.get(name),
            _ => None,
        }
    }
}

impl Described {
    /// Reads a description.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|e| format!("{name}: {e}"))
    }
}
