//! Which built-in functions a policy may call.
//!
//! A name is here only if the engine and OPA give the same answer for it and the answer depends on
//! its arguments alone: no network, clock, randomness or environment. Never add a name without
//! running it through the differential test under `tests/opa`.

use crate::diagnostic::did_you_mean;

/// Functions that are hermetic and that agree with OPA.
pub(crate) const ALLOWED: &[&str] = &[
    "abs",
    "array.concat",
    "array.reverse",
    "array.slice",
    "ceil",
    "concat",
    "contains",
    "count",
    "endswith",
    "floor",
    "format_int",
    "glob.match",
    "indexof",
    "intersection",
    "is_array",
    "is_boolean",
    "is_null",
    "is_number",
    "is_object",
    "is_set",
    "is_string",
    "json.is_valid",
    "lower",
    "max",
    "min",
    "net.cidr_contains",
    "net.cidr_is_valid",
    "numbers.range",
    "object.filter",
    "object.get",
    "object.keys",
    "object.remove",
    "object.subset",
    "object.union",
    "object.union_n",
    "product",
    "regex.find_n",
    "regex.is_valid",
    "regex.match",
    "regex.replace",
    "regex.split",
    "replace",
    "round",
    "semver.compare",
    "semver.is_valid",
    "set",
    "sort",
    "split",
    "sprintf",
    "startswith",
    "strings.any_prefix_match",
    "strings.any_suffix_match",
    "strings.count",
    "strings.reverse",
    "substring",
    "sum",
    "time.clock",
    "time.date",
    "time.diff",
    "time.parse_duration_ns",
    "time.parse_rfc3339_ns",
    "time.weekday",
    "to_number",
    "trim",
    "trim_left",
    "trim_prefix",
    "trim_right",
    "trim_space",
    "trim_suffix",
    "type_name",
    "union",
];

/// Why a known function is refused.
fn refusal(name: &str) -> Option<&'static str> {
    Some(match name {
        "http.send" => "a policy must not reach the network; judge what the connector recorded",
        "net.lookup_ip_addr" => "a policy must not reach the network",
        "opa.runtime" => "a policy must not read its environment",
        "rand.intn" | "uuid.rfc4122" => "a policy must give the same answer every time",
        "time.now_ns" => "a policy must not read the clock; use time.parse_rfc3339_ns(data.run.as_of)",
        "time.add_date" => "the engine and OPA disagree at the end of a month; count whole days in nanoseconds",
        "time.format" | "time.parse_ns" => "the engine and OPA disagree on layouts; use time.parse_rfc3339_ns",
        "yaml.unmarshal" | "yaml.marshal" | "yaml.is_valid" => "the engine and OPA read different versions of YAML",
        "json.marshal" | "json.marshal_with_options" => "the engine and OPA may write numbers differently",
        "json.unmarshal" => "the engine and OPA write fractions differently; the connector parses documents",
        "upper" => "the engine and OPA disagree on letters such as ß; use lower, or a regular expression with (?i)",
        "strings.replace_n" => "the engine and OPA replace in a different order; use replace",
        "walk" => "the engine cannot bind what it yields where OPA can; name the parts to look at",
        "print" | "trace" => "a policy says what it has to say in its fail messages",
        _ if name.starts_with("rego.") => "the METADATA block is read at load, not by the policy",
        _ if name.starts_with("crypto.") || name.starts_with("io.jwt.") => "the engine does not have it",
        _ => return None,
    })
}

/// Whether `name` may be called.
pub(crate) fn allowed(name: &str) -> bool {
    ALLOWED.binary_search(&name).is_ok()
}

/// Why `name` may not be called, and the way out.
pub(crate) fn explain(name: &str, local: &[&str]) -> (&'static str, String, Option<String>) {
    match refusal(name) {
        Some(why) => ("forbidden-builtin", format!("{name} is not allowed: {why}"), None),
        None => (
            "unknown-function",
            format!("{name} is neither a rule of this file, nor a helper, nor an allowed built-in"),
            did_you_mean(name, ALLOWED.iter().copied().chain(local.iter().copied())),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_holds_nothing_refused() {
        assert!(ALLOWED.is_sorted());
        assert!(ALLOWED.iter().all(|name| refusal(name).is_none()));
        assert!(allowed("count") && !allowed("http.send") && !allowed("rego.metadata.rule"));
    }
}
