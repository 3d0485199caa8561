//! The JSON Schemas of the kinds that are asked through the SDK: what a policy may find in each field. Those of the
//! kinds with a manifest are made from it.

use model::{Kind, KindSpec};
use serde_json::{Map, Value, json};

use crate::kinds;

/// What a field holds, and the fields that hold it: by name, or by kind and name where kinds differ.
const TYPES: [(&str, &[&str]); 12] = [
    ("text", &["name", "path", "region", "url", "user"]),
    ("text or null", &["last_used_service", "ownership", "permissions_boundary"]),
    ("moment", &["created_at", "expires_at", "uploaded_at"]),
    ("moment or null", &["aws.iam.saml_provider.created_at", "last_rotated", "last_used", "valid_until"]),
    ("bool", &["active", "aws_managed", "is_admin", "service_linked", "support_role_attached"]),
    ("number", &["attachment_count", "number"]),
    ("texts", &["client_ids", "groups", "members", "thumbprints"]),
    ("texts or null", &["organization_features"]),
    ("objects", &["attached_policies", "inline_policies", "virtual_mfa_devices"]),
    ("objects or null", &["lifecycle", "replication"]),
    (
        "object",
        &[
            "acl",
            "aws_policy_holders",
            "credentials",
            "document",
            "rights",
            "root_credentials",
            "services_last_used",
            "summary",
            "tags",
            "trust_policy",
            "versioning",
        ],
    ),
    (
        "object or null",
        &["encryption", "logging", "object_lock", "password_policy", "policy", "policy_status", "public_access_block"],
    ),
];

/// The schema of a kind of the SDK.
pub(crate) fn schema(kind: &Kind) -> Option<Value> {
    let spec = kinds::all().into_iter().find(|spec| spec.kind == *kind)?;
    let field = |field: &model::FieldSpec| {
        let mut said = of(type_of(&spec, field.name.as_str())?);
        said.insert("description".to_owned(), Value::from(field.about.as_str()));
        Some((field.name.to_string(), Value::Object(said)))
    };
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": spec.title,
        "description": format!("Fields of {kind}. One that was not observed is not there."),
        "type": "object",
        "properties": spec.fields.iter().map(field).collect::<Option<Map<_, _>>>()?,
        "additionalProperties": false,
    }))
}

fn type_of(spec: &KindSpec, field: &str) -> Option<&'static str> {
    let full = format!("{}.{field}", spec.kind);
    let named = |name: &str| TYPES.iter().find(|(_, fields)| fields.contains(&name)).map(|(of, _)| *of);
    named(&full).or_else(|| named(field))
}

fn of(name: &str) -> Map<String, Value> {
    let (one, null) = name.strip_suffix(" or null").map_or((name, false), |one| (one, true));
    let one = match one {
        "text" => json!({"type": "string"}),
        "moment" => json!({"type": "string", "format": "date-time"}),
        "bool" => json!({"type": "boolean"}),
        "number" => json!({"type": "integer"}),
        "texts" => json!({"type": "array", "items": {"type": "string"}}),
        "objects" => json!({"type": "array", "items": {"type": "object"}}),
        _ => json!({"type": "object"}),
    };
    let whole = if null { json!({"anyOf": [one, {"type": "null"}]}) } else { one };
    whole.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_type_and_every_type_a_field() {
        let specs = kinds::all();
        for spec in &specs {
            assert!(schema(&spec.kind).is_some(), "a field of {} has no type", spec.kind);
        }
        for name in TYPES.iter().flat_map(|(_, names)| names.iter()) {
            let known = |spec: &KindSpec| {
                spec.fields.iter().any(|f| f.name.as_str() == *name || format!("{}.{}", spec.kind, f.name) == *name)
            };
            assert!(specs.iter().any(known), "{name} is a field of no kind");
        }
    }
}
