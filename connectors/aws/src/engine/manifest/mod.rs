//! The manifest of a service: which calls there are, and what kinds are made of their replies. It is
//! read strictly: what it does not say is not guessed, and what it says wrongly is named with its key.

pub(crate) mod path;
mod raw;
pub(crate) mod template;

use std::collections::{BTreeMap, BTreeSet};

use model::{FieldName, FieldSpec, Kind, KindSpec};
use serde_json::Value;

use self::path::Path;
use self::raw::{RawCall, RawField, RawKind};
use self::template::{Input, Template};

/// The longest manifest.
pub(crate) const LARGEST: usize = 256 << 10;
/// Most kinds of a manifest, fields of a kind, and calls of a kind.
const MOST: usize = 200;

/// The field that every kind of a regional service has.
pub(crate) const REGION: &str = "region";

/// A manifest.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// The service's client in the AWS SDK for Python, which is the file's name.
    pub(crate) client: String,
    /// One endpoint for all regions.
    pub(crate) global: bool,
    /// Asked only of sources that name it.
    pub(crate) on_request: bool,
    pub(crate) operations: BTreeMap<String, Operation>,
    pub(crate) kinds: Vec<KindOf>,
}

/// A call that may be made.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The IAM actions it needs.
    pub(crate) action: Vec<String>,
    /// What is sent each time.
    pub(crate) send: BTreeMap<String, Value>,
}

/// A kind.
#[derive(Debug)]
pub(crate) struct KindOf {
    pub(crate) kind: Kind,
    pub(crate) title: String,
    pub(crate) list: List,
    pub(crate) id: Template,
    /// The kind whose items the list is called for.
    pub(crate) each: Option<Kind>,
    pub(crate) only: Vec<(Path, Value)>,
    /// Where an item that several regions list names the one that it belongs to.
    pub(crate) home: Option<Path>,
    /// It is one list for all regions, kept where global services are.
    pub(crate) global: bool,
    /// Error codes of the list that say that there is none.
    pub(crate) absent: Vec<String>,
    pub(crate) lacks_when_empty: bool,
    pub(crate) calls: BTreeMap<String, Call>,
    pub(crate) fields: BTreeMap<FieldName, Field>,
}

/// Where the items of a kind come from.
#[derive(Debug)]
pub(crate) enum List {
    /// One for each region.
    Region,
    /// One for the account.
    Account,
    /// A call that lists.
    Call { operation: String, items: Path, with: Vec<(String, Input)> },
}

/// A further call for each item.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) with: Vec<(String, Input)>,
    pub(crate) absent: Vec<String>,
    pub(crate) join: Option<Join>,
}

/// How the items of one call are joined to those of the list.
#[derive(Debug)]
pub(crate) struct Join {
    pub(crate) items: Path,
    /// Computed from an item of the call.
    pub(crate) key: Template,
    /// Computed from an item of the list.
    pub(crate) to: Template,
    /// All that match instead of one.
    pub(crate) many: bool,
    /// If the call takes names: where, which, and how many at a time.
    pub(crate) batch: Option<(String, Template, usize)>,
}

/// A field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) about: String,
    pub(crate) from: Option<String>,
    pub(crate) at: At,
    pub(crate) reading: Reading,
    pub(crate) default: Option<Value>,
    /// The API always sends it: a reply without it says nothing.
    pub(crate) always: bool,
}

/// Where a field's value stands.
#[derive(Debug)]
pub(crate) enum At {
    Path(Path),
    Template(Template),
}

/// How a value is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    Plain,
    /// Lists of pairs, with the names of key and value if they are unusual.
    Pairs(Option<(String, String)>),
    Policy,
    Json,
    Bool,
    Int,
    Count,
    Present,
    /// After the last one of this.
    After(char),
}

impl Manifest {
    /// Reads the manifest of `client`. The error names the file and the key.
    pub(crate) fn parse(client: &str, text: &str) -> Result<Self, String> {
        let wrong = |key: &str, why: &str| format!("{client}.toml: {key}: {why}");
        if text.len() > LARGEST {
            return Err(wrong("file", &format!("it is longer than {LARGEST} bytes")));
        }
        let raw: raw::RawManifest = toml::from_str(text).map_err(|e| format!("{client}.toml: {e}"))?;
        if raw.about.trim().is_empty() {
            return Err(wrong("about", "says nothing"));
        }
        if raw.kinds.len() > MOST || raw.operations.len() > MOST {
            return Err(wrong("file", &format!("it has more than {MOST} kinds or operations")));
        }
        let mut operations = BTreeMap::new();
        for (name, said) in raw.operations {
            let key = format!("operations.{name}");
            check_operation(&name, &said.action).map_err(|why| wrong(&key, &why))?;
            operations.insert(name, Operation { action: said.action, send: said.send });
        }
        let mut kinds: Vec<KindOf> = Vec::new();
        for said in raw.kinds {
            let name = said.kind.to_string();
            let kind = KindOf::read(said, &operations).map_err(|(key, why)| wrong(&format!("{name}.{key}"), &why))?;
            if kinds.iter().any(|other| other.kind == kind.kind) {
                return Err(wrong(&name, "the kind stands twice"));
            }
            kinds.push(kind);
        }
        let manifest =
            Self { client: client.to_owned(), global: raw.global, on_request: raw.on_request, operations, kinds };
        manifest.check().map_err(|(key, why)| wrong(&key, &why))?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), (String, String)> {
        let area = format!("aws.{}.", self.client.replace('-', "_"));
        for kind in &self.kinds {
            if !kind.kind.as_str().starts_with(&area) {
                return Err((kind.kind.to_string(), format!("the kind must be named {area}<noun>")));
            }
            self.ancestors(kind).map_err(|why| (format!("{}.each", kind.kind), why))?;
        }
        Ok(())
    }

    /// The kinds above a kind, the nearest first.
    pub(crate) fn ancestors<'m>(&'m self, kind: &'m KindOf) -> Result<Vec<&'m KindOf>, String> {
        let (mut above, mut current) = (Vec::new(), kind);
        while let Some(parent) = &current.each {
            current = self.get(parent).ok_or_else(|| format!("{parent} is no kind of this manifest"))?;
            above.push(current);
            if above.len() > 4 {
                return Err("kinds stand in each other more than 4 deep, or in a circle".to_owned());
            }
        }
        Ok(above)
    }

    /// A kind by its name.
    pub(crate) fn get(&self, kind: &Kind) -> Option<&KindOf> {
        self.kinds.iter().find(|k| k.kind == *kind)
    }

    /// The actions of an operation.
    pub(crate) fn actions(&self, operation: &str) -> &[String] {
        self.operations.get(operation).map_or(&[], |o| o.action.as_slice())
    }

    /// What the kinds deliver, with the permissions that it takes.
    pub(crate) fn specs(&self) -> Vec<KindSpec> {
        self.kinds.iter().map(|kind| self.spec(kind)).collect()
    }

    fn spec(&self, kind: &KindOf) -> KindSpec {
        let mut permissions = BTreeSet::new();
        for listed in self.ancestors(kind).unwrap_or_default().into_iter().chain([kind]) {
            if let List::Call { operation, .. } = &listed.list {
                permissions.extend(self.actions(operation).iter().cloned());
            }
        }
        let field = |(name, field): (&FieldName, &Field)| FieldSpec {
            name: name.clone(),
            about: field.about.clone(),
            permissions: field.from.as_deref().map_or_else(Vec::new, |call| self.actions(call).to_vec()),
        };
        let mut fields: Vec<_> = kind.fields.iter().map(field).collect();
        if let (false, Ok(name)) = (self.global || matches!(kind.list, List::Account), REGION.parse()) {
            fields.push(FieldSpec { name, about: "its region".to_owned(), permissions: Vec::new() });
        }
        KindSpec {
            kind: kind.kind.clone(),
            title: kind.title.clone(),
            permissions: permissions.into_iter().collect(),
            on_request: self.on_request,
            fields,
        }
    }
}

type Keyed<T> = Result<T, (String, String)>;

/// Only calls that read may stand in a manifest.
const READING: [&str; 11] =
    ["List", "Describe", "Get", "BatchGet", "Lookup", "Search", "Scan", "Query", "Select", "Simulate", "Generate"];

fn check_operation(name: &str, actions: &[String]) -> Result<(), String> {
    if !READING.iter().any(|verb| name.starts_with(verb)) {
        return Err(format!("it does not begin like a call that only reads: {}", READING.join(", ")));
    }
    let is_action = |action: &&String| {
        action.split_once(':').is_some_and(|(service, action)| {
            let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            word(service) && word(action)
        })
    };
    match actions.iter().find(|action| !is_action(action)) {
        Some(wrong) => Err(format!("{wrong:?} is no IAM action")),
        None if actions.is_empty() => Err("action lists no IAM action".to_owned()),
        None => Ok(()),
    }
}

impl KindOf {
    fn read(said: RawKind, operations: &BTreeMap<String, Operation>) -> Keyed<Self> {
        let at = |key: &'static str| move |why: String| (key.to_owned(), why);
        if said.fields.len() > MOST || said.calls.len() > MOST {
            return Err(("fields".to_owned(), format!("more than {MOST} fields or calls")));
        }
        let list = match said.list.as_str() {
            "region" => List::Region,
            "account" => List::Account,
            operation => {
                declared(operation, operations).map_err(at("list"))?;
                let items = said.items.as_deref().ok_or_else(|| ("items".to_owned(), "is missing".to_owned()))?;
                let items = Path::parse(items).map_err(at("items"))?;
                List::Call { operation: operation.to_owned(), items, with: inputs(&said.with).map_err(at("with"))? }
            }
        };
        let only = said.only.iter().map(|(path, value)| Ok((Path::parse(path)?, value.clone())));
        let only = only.collect::<Result<_, String>>().map_err(at("only"))?;
        let home = said.home.as_deref().map(Path::parse).transpose().map_err(at("home"))?;
        let mut calls = BTreeMap::new();
        for (name, call) in said.calls {
            let read = declared(&name, operations).and_then(|()| Call::read(&call));
            calls.insert(name.clone(), read.map_err(|why| (format!("calls.{name}"), why))?);
        }
        let mut fields = BTreeMap::new();
        for (name, field) in said.fields {
            let read = Field::read(&name, field, &calls).map_err(|why| (format!("fields.{name}"), why))?;
            fields.insert(name, read);
        }
        let id = Template::parse(&said.id).map_err(at("id"))?;
        Ok(Self {
            kind: said.kind,
            title: said.title,
            list,
            id,
            each: said.each,
            only,
            home,
            global: said.global,
            absent: said.absent,
            lacks_when_empty: said.lacks_when_empty,
            calls,
            fields,
        })
    }
}

fn declared(operation: &str, operations: &BTreeMap<String, Operation>) -> Result<(), String> {
    let known = operations.contains_key(operation);
    if known { Ok(()) } else { Err(format!("the operation {operation} is not declared under [operations]")) }
}

fn inputs(said: &BTreeMap<String, Value>) -> Result<Vec<(String, Input)>, String> {
    said.iter().map(|(name, value)| Ok((name.clone(), Input::parse(value)?))).collect()
}

impl Call {
    fn read(said: &RawCall) -> Result<Self, String> {
        let template = |text: &Option<String>, key: &str| {
            Template::parse(text.as_deref().ok_or_else(|| format!("{key} is missing"))?)
        };
        let join = match (&said.batch, said.once) {
            (Some(_), true) => return Err("a call is a batch or made once, not both".to_owned()),
            (Some(batch), false) => {
                let of = Template::parse(&batch.of)?;
                let to = batch.to.as_deref().map_or_else(|| Ok(of.clone()), Template::parse)?;
                if !(1..=1_000).contains(&batch.size) {
                    return Err("the size of a batch is 1 to 1000".to_owned());
                }
                let batched = Some((batch.input.clone(), of, batch.size));
                let key = Template::parse(&batch.key)?;
                Some(Join { items: Path::parse(&batch.items)?, key, to, many: said.many, batch: batched })
            }
            (None, true) => {
                let items = Path::parse(said.items.as_deref().ok_or("items is missing")?)?;
                let (key, to) = (template(&said.key, "key")?, template(&said.to, "to")?);
                Some(Join { items, key, to, many: said.many, batch: None })
            }
            (None, false) if said.items.is_some() || said.key.is_some() || said.to.is_some() || said.many => {
                return Err("items, key, to and many belong to once = true or batch".to_owned());
            }
            (None, false) => None,
        };
        Ok(Self { with: inputs(&said.with)?, absent: said.absent.clone(), join })
    }
}

impl Field {
    fn read(name: &FieldName, said: RawField, calls: &BTreeMap<String, Call>) -> Result<Self, String> {
        if name.as_str() == REGION {
            return Err("every kind of a regional service has it already".to_owned());
        }
        if said.about.trim().is_empty() {
            return Err("about says nothing".to_owned());
        }
        if let Some(call) = said.from.as_ref().filter(|call| !calls.contains_key(*call)) {
            return Err(format!("there is no [kinds.calls.{call}]"));
        }
        let names = match (said.key, said.value) {
            (Some(key), Some(value)) => Some((key, value)),
            (None, None) => None,
            _ => return Err("key and value are given together".to_owned()),
        };
        let reading = match said.reading.as_deref().unwrap_or("plain") {
            "tags" | "pairs" => Reading::Pairs(names),
            _ if names.is_some() => return Err("key and value belong to as = \"tags\" or \"pairs\"".to_owned()),
            "plain" => Reading::Plain,
            "policy" => Reading::Policy,
            "json" => Reading::Json,
            "bool" => Reading::Bool,
            "int" => Reading::Int,
            "count" => Reading::Count,
            "present" => Reading::Present,
            "last" => Reading::After('/'),
            "last_colon" => Reading::After(':'),
            other => return Err(format!("as = {other:?} is not known")),
        };
        let many = said.from.as_ref().and_then(|call| calls.get(call)).and_then(|c| c.join.as_ref());
        let at = if said.at.contains('{') {
            At::Template(Template::parse(&said.at)?)
        } else {
            let path = Path::parse(&said.at)?;
            if said.at.starts_with('[') && !many.is_some_and(|join| join.many) {
                return Err("at begins with [] only for calls with many = true".to_owned());
            }
            At::Path(path)
        };
        if said.always && (said.default.is_some() || reading == Reading::Present) {
            return Err("always = true leaves no room for a default or as = \"present\"".to_owned());
        }
        Ok(Self { about: said.about, from: said.from, at, reading, default: said.default, always: said.always })
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
