//! A manifest joined with the facts of its service: every path is checked against the shapes, and
//! spelled as decoding spells members. What does not fit is an error of the manifest, not of a reply.

use std::collections::{BTreeMap, BTreeSet};

use model::{FieldName, Kind};
use serde_json::Value;

use super::described::{Described, Operation, Shape};
use super::manifest::path::Path;
use super::manifest::template::{Input, Shaped, Template};
use super::manifest::{At, Call, Field, Join, KindOf, List, Manifest, Reading};
use super::names::snake;

/// A service that can be asked.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) described: Described,
    pub(crate) global: bool,
    pub(crate) kinds: Vec<BoundKind>,
    /// Lists that several kinds read, so that each is asked once.
    pub(crate) shared: BTreeSet<String>,
    pub(crate) send: BTreeMap<String, BTreeMap<String, Value>>,
    pub(crate) actions: BTreeMap<String, Vec<String>>,
}

/// A kind.
#[derive(Debug)]
pub(crate) struct BoundKind {
    pub(crate) kind: Kind,
    pub(crate) list: BoundList,
    pub(crate) id: Template,
    /// The index of the parent.
    pub(crate) parent: Option<usize>,
    pub(crate) only: Vec<(Path, Value)>,
    pub(crate) home: Option<Path>,
    pub(crate) global: bool,
    pub(crate) absent: Vec<String>,
    pub(crate) calls: BTreeMap<String, BoundCall>,
    pub(crate) fields: Vec<BoundField>,
}

/// Where items come from.
#[derive(Debug)]
pub(crate) enum BoundList {
    Region,
    Account,
    Call { operation: String, items: Path, with: Vec<(String, Input)>, may_lack: bool },
}

/// A further call.
#[derive(Debug)]
pub(crate) struct BoundCall {
    pub(crate) with: Vec<(String, Input)>,
    pub(crate) absent: Vec<String>,
    pub(crate) join: Option<BoundJoin>,
}

/// See [`Join`].
#[derive(Debug)]
pub(crate) struct BoundJoin {
    pub(crate) items: Path,
    pub(crate) may_lack: bool,
    pub(crate) key: Template,
    pub(crate) to: Template,
    pub(crate) many: bool,
    pub(crate) batch: Option<(String, Template, usize)>,
}

/// A field.
#[derive(Debug)]
pub(crate) struct BoundField {
    pub(crate) name: FieldName,
    pub(crate) from: Option<String>,
    pub(crate) at: At,
    pub(crate) reading: Reading,
    pub(crate) default: Option<Value>,
    pub(crate) always: bool,
}

type Bind<T> = Result<T, String>;

/// The shapes at hand while one kind is bound.
struct Around<'d> {
    described: &'d Described,
    item: Option<&'d Shape>,
    parent: Option<&'d Shape>,
}

impl Bound {
    /// Joins a manifest with its facts.
    pub(crate) fn new(manifest: &Manifest, described: Described) -> Bind<Self> {
        let name = format!("{}.toml", manifest.client);
        let mut kinds = Vec::new();
        for kind in &manifest.kinds {
            let bound = Around::of(manifest, kind, &described).and_then(|around| around.kind(manifest, kind));
            kinds.push(bound.map_err(|why| format!("{name}: {}: {why}", kind.kind))?);
        }
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for kind in &manifest.kinds {
            let list = match &kind.list {
                List::Call { operation, .. } => Some(operation),
                List::Region | List::Account => None,
            };
            let once = kind.calls.iter().filter(|(_, call)| call.join.as_ref().is_some_and(|j| j.batch.is_none()));
            for operation in once.map(|(operation, _)| operation).chain(list) {
                *uses.entry(operation).or_default() += 1;
            }
        }
        Ok(Self {
            shared: uses.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect(),
            send: manifest.operations.iter().map(|(name, o)| (name.clone(), o.send.clone())).collect(),
            actions: manifest.operations.iter().map(|(name, o)| (name.clone(), o.action.clone())).collect(),
            global: manifest.global,
            described,
            kinds,
        })
    }

    /// Facts without a manifest.
    pub(crate) fn bare(described: Described) -> Self {
        Self {
            described,
            global: false,
            kinds: Vec::new(),
            shared: BTreeSet::new(),
            send: BTreeMap::new(),
            actions: BTreeMap::new(),
        }
    }

    /// The first IAM action of an operation, which a gap names.
    pub(crate) fn permission(&self, operation: &str) -> Option<&str> {
        self.actions.get(operation).and_then(|actions| actions.first()).map(String::as_str)
    }
}

fn operation<'d>(described: &'d Described, name: &str) -> Bind<&'d Operation> {
    let known = described.operations.get(name);
    known.ok_or_else(|| format!("{name} is not described: run describe.py on the folder"))
}

/// Where the elements of a list stand, what they are, and whether the list may lack when it is empty.
fn elements<'d>(described: &'d Described, name: &str, items: &Path) -> Bind<(Path, &'d Shape, bool)> {
    let output = &operation(described, name)?.output;
    let (path, shape) = items.bind(output, &described.shapes)?;
    let flat = match items.without_last_each().bind(output, &described.shapes)?.1 {
        Shape::List(list) => list.flat,
        _ => false,
    };
    Ok((path, shape, flat))
}

/// The shape of the items of a kind.
pub(super) fn item_shape<'d>(kind: &KindOf, described: &'d Described) -> Bind<Option<&'d Shape>> {
    match &kind.list {
        List::Call { operation, items, .. } => elements(described, operation, items).map(|(_, shape, _)| Some(shape)),
        List::Region | List::Account => Ok(None),
    }
}

/// The shape that the paths of a field from a call lead through.
pub(super) fn call_shape<'d>(described: &'d Described, name: &str, call: &Call) -> Bind<&'d Shape> {
    let output = &operation(described, name)?.output;
    match &call.join {
        None => Ok(output),
        Some(join) if join.many => {
            join.items.without_last_each().bind(output, &described.shapes).map(|(_, shape)| shape)
        }
        Some(join) => elements(described, name, &join.items).map(|(_, shape, _)| shape),
    }
}

impl<'d> Around<'d> {
    fn of(manifest: &Manifest, kind: &KindOf, described: &'d Described) -> Bind<Self> {
        let parent = kind.each.as_ref().and_then(|parent| manifest.get(parent));
        let parent = parent.map(|parent| item_shape(parent, described)).transpose()?.flatten();
        Ok(Self { described, item: item_shape(kind, described)?, parent })
    }

    fn shaped(&self, item: Option<&'d Shape>) -> Shaped<'d> {
        Shaped { item, item_shapes: &self.described.shapes, parent: self.parent }
    }

    fn inputs(&self, item: Option<&'d Shape>, inputs: &[(String, Input)]) -> Bind<Vec<(String, Input)>> {
        let shaped = self.shaped(item);
        inputs.iter().map(|(name, input)| Ok((name.clone(), input.bind(&shaped)?))).collect()
    }

    fn kind(&self, manifest: &Manifest, kind: &KindOf) -> Bind<BoundKind> {
        let list = match &kind.list {
            List::Region => BoundList::Region,
            List::Account => BoundList::Account,
            List::Call { operation, items, with } => {
                let (items, _, flat) = elements(self.described, operation, items)?;
                let may_lack = flat || kind.lacks_when_empty;
                BoundList::Call { operation: operation.clone(), items, with: self.inputs(None, with)?, may_lack }
            }
        };
        let only = kind.only.iter().map(|(path, value)| {
            let item = self.item.ok_or("only stands where there is no item")?;
            Ok((path.bind(item, &self.described.shapes)?.0, value.clone()))
        });
        let home = kind.home.as_ref().map(|path| {
            let item = self.item.ok_or("home stands where there is no item")?;
            Ok::<_, String>(path.bind(item, &self.described.shapes)?.0)
        });
        let calls = kind.calls.iter().map(|(name, call)| Ok((name.clone(), self.call(name, call)?)));
        let fields = kind.fields.iter().map(|(name, field)| self.field(name, field, kind));
        Ok(BoundKind {
            kind: kind.kind.clone(),
            list,
            id: kind.id.bind(&self.shaped(self.item))?,
            parent: kind.each.as_ref().and_then(|parent| manifest.kinds.iter().position(|k| k.kind == *parent)),
            only: only.collect::<Bind<_>>()?,
            home: home.transpose()?,
            global: kind.global,
            absent: kind.absent.clone(),
            calls: calls.collect::<Bind<_>>()?,
            fields: fields.collect::<Bind<_>>()?,
        })
    }

    fn call(&self, name: &str, call: &Call) -> Bind<BoundCall> {
        operation(self.described, name)?;
        // A call that is made once has no item at hand.
        let item = if call.join.is_some() { None } else { self.item };
        let join = call.join.as_ref().map(|join| self.join(name, join)).transpose()?;
        Ok(BoundCall { with: self.inputs(item, &call.with)?, absent: call.absent.clone(), join })
    }

    fn join(&self, name: &str, join: &Join) -> Bind<BoundJoin> {
        let (items, element, may_lack) = elements(self.described, name, &join.items)?;
        let here = self.shaped(self.item);
        let batch =
            join.batch.as_ref().map(|(input, of, size)| Ok::<_, String>((input.clone(), of.bind(&here)?, *size)));
        Ok(BoundJoin {
            items,
            may_lack,
            key: join.key.bind(&self.shaped(Some(element)))?,
            to: join.to.bind(&here)?,
            many: join.many,
            batch: batch.transpose()?,
        })
    }

    fn field(&self, name: &FieldName, field: &Field, kind: &KindOf) -> Bind<BoundField> {
        let named = |why: String| format!("fields.{name}: {why}");
        let at = match &field.at {
            At::Template(template) => At::Template(template.bind(&self.shaped(self.item)).map_err(named)?),
            At::Path(path) => {
                let call = field.from.as_ref().and_then(|from| Some((from, kind.calls.get(from)?)));
                let shape = match call {
                    Some((name, call)) => Some(call_shape(self.described, name, call).map_err(named)?),
                    None => self.item,
                };
                let shape = shape.ok_or_else(|| named("there is no item to read from".to_owned()))?;
                At::Path(path.bind(shape, &self.described.shapes).map_err(named)?.0)
            }
        };
        let reading = match &field.reading {
            Reading::Pairs(Some((key, value))) => Reading::Pairs(Some((snake(key), snake(value)))),
            other => other.clone(),
        };
        Ok(BoundField {
            name: name.clone(),
            from: field.from.clone(),
            at,
            reading,
            default: field.default.clone(),
            always: field.always,
        })
    }
}
