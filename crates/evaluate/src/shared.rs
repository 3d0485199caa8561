//! Holds once what many resources have in common: the names of members, and equal objects and lists.
//! Tens of thousands of users have the same rights. It changes no value, only where it lies.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

/// Values that are remembered. What comes later and is unlike all of them is left as it is.
const MOST: usize = 4096;

/// What was seen so far.
#[derive(Debug, Default)]
pub(crate) struct Shared(BTreeSet<Value>);

impl Shared {
    /// The same resource, holding nothing twice that an earlier one holds.
    pub(crate) fn resource(&mut self, resource: &Value) -> Value {
        self.members(resource).unwrap_or_else(|| resource.clone())
    }

    fn members(&mut self, value: &Value) -> Option<Value> {
        let members = value.as_object().ok()?;
        let members = members.iter().map(|(name, value)| (self.once(name.clone()), self.value(value)));
        Some(Value::from(members.collect::<BTreeMap<_, _>>()))
    }

    fn value(&mut self, value: &Value) -> Value {
        let inner = match (self.members(value), value.as_array()) {
            (Some(object), _) => object,
            (None, Ok(items)) => Value::from(items.iter().map(|item| self.value(item)).collect::<Vec<_>>()),
            (None, Err(_)) => return value.clone(),
        };
        self.once(inner)
    }

    fn once(&mut self, value: Value) -> Value {
        if let Some(known) = self.0.get(&value) {
            return known.clone();
        }
        if self.0.len() < MOST {
            self.0.insert(value.clone());
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn user(number: usize) -> Value {
        let text = format!(
            r#"{{"id":"u{number}","rights":{{"admin":"no","via":["a",null,1.5,{{}}]}},"tags":{{"n":{number}}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn equal_parts_lie_in_one_place_and_no_value_changes() {
        let mut shared = Shared::default();
        let rights = |resource: &Value| match &resource["rights"] {
            Value::Object(object) => Arc::as_ptr(object),
            other => panic!("{other:?}"),
        };
        let first = shared.resource(&user(0));
        for number in 1..2 * MOST {
            let resource = shared.resource(&user(number));
            assert_eq!(resource, user(number));
            assert_eq!(rights(&resource), rights(&first));
        }
        assert_eq!(shared.0.len(), MOST, "what is unlike all others is not remembered without end");
    }
}
