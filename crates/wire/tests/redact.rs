//! Secrets go, evidence stays: what must be replaced, what must not be touched, and that a document
//! stays the document it was.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use base64::Engine as _;
use bytes::Bytes;
use proptest::prelude::*;
use serde_json::{Value, json};
use wire::{Redactor, Secrets};

const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const AWS_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const GITHUB: &str = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY21lIn0.c2lnbmF0dXJlLWJ5dGVz";
const PEM: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAplanted\nq0Y=\n-----END RSA PRIVATE KEY-----";

fn redactor(known: &[&str]) -> Redactor {
    let secrets = Secrets::default();
    for secret in known {
        secrets.learn(secret);
    }
    Redactor::new(secrets)
}

fn body(redactor: &Redactor, text: &str) -> String {
    let out = redactor.body(&Bytes::from(text.to_owned())).unwrap();
    String::from_utf8(out.to_vec()).unwrap()
}

#[test]
fn tokens_and_keys_go_by_their_format() {
    let slack = format!("xoxb-{}-abcdefghijkl", "1".repeat(12));
    let google = format!("AIza{}", "x".repeat(35));
    let github_pat = format!("github_pat_{}", "a1B".repeat(20));
    let cases = [
        (GITHUB, "github_token"),
        (&github_pat, "github_token"),
        ("glpat-abcdefghij0123456789", "gitlab_token"),
        (&slack, "slack_token"),
        (&google, "google_api_key"),
        (JWT, "jwt"),
        (PEM, "private_key"),
    ];
    for (secret, class) in cases {
        let mark = format!("[redacted:{class}]");
        let text = redactor(&[]);
        assert_eq!(body(&text, &format!("see {secret} there")), format!("see {mark} there"));
        let inside = json!({"note": format!("see {secret}"), "list": [secret], "n": 1});
        let out: Value = serde_json::from_str(&body(&text, &inside.to_string())).unwrap();
        assert_eq!(out, json!({"note": format!("see {mark}"), "list": [&mark], "n": 1}));
        let xml = body(&text, &format!("<R><Note a=\"1\">{secret}</Note><Id>7</Id></R>"));
        assert_eq!(xml, format!("<R><Note a=\"1\">{mark}</Note><Id>7</Id></R>"));
        assert_eq!(text.tally().into_iter().collect::<Vec<_>>(), [(class.to_owned(), 4)]);
        let key = body(&text, &json!({secret: 1}).to_string());
        assert!(!key.contains(secret), "in a member's name: {key}");
    }
}

#[test]
fn secrets_go_by_their_surroundings() {
    let cases = [
        (format!("id={KEY_ID} key={AWS_SECRET}\n"), format!("id={KEY_ID} key=[redacted:aws_secret]\n")),
        (format!("{KEY_ID},{AWS_SECRET}"), format!("{KEY_ID},[redacted:aws_secret]")),
        (format!("[default]\naws_secret_access_key = {AWS_SECRET}"), "[default]\naws_secret_access_key = [redacted:aws_secret]".into()),
        ("git https://bob:hunter22@h/x".into(), "git https://[redacted:userinfo]@h/x".into()),
        ("https://h/p?X-Amz-Signature=ab12&x=1".into(), "https://h/p?X-Amz-Signature=[redacted:parameter]&x=1".into()),
        ("client_id=a&client_secret=bcd&x=1".into(), "client_id=a&client_secret=[redacted:parameter]&x=1".into()),
        ("Authorization: Bearer abc.def-ghi\n".into(), "Authorization: Bearer [redacted:authorization]\n".into()),
        ("https://hooks.slack.com/services/T0/B0/xyz".into(), "https://hooks.slack.com/services/[redacted:slack_webhook]".into()),
        (
            format!("<C><AccessKeyId>{KEY_ID}</AccessKeyId><SecretAccessKey>{AWS_SECRET}</SecretAccessKey><SessionToken>FwoG</SessionToken></C>"),
            format!("<C><AccessKeyId>{KEY_ID}</AccessKeyId><SecretAccessKey>[redacted:member]</SecretAccessKey><SessionToken>[redacted:member]</SessionToken></C>"),
        ),
        (
            "<m><member><Key>DB_PASSWORD</Key><Value>pw</Value></member><member><Key>team</Key><Value>core</Value></member></m>".into(),
            "<m><member><Key>DB_PASSWORD</Key><Value>[redacted:member]</Value></member><member><Key>team</Key><Value>core</Value></member></m>".into(),
        ),
    ];
    for (text, want) in cases {
        assert_eq!(body(&redactor(&[]), &text), want);
    }
}

#[test]
fn members_with_telling_names_lose_their_text() {
    let secret = json!({
        "secret": "s3cr3t", "client_secret": "x", "Password": "p", "privateKey": "k", "temp_clone_token": "t", "SecretString": "{}",
        "tokens": {"token": ["one", "two"]}, "env": [{"name": "DB_PASSWORD", "value": "v"}],
        "nested": "{\"password\": \"inner\", \"user\": \"bob\"}",
    });
    let out: Value = serde_json::from_str(&body(&redactor(&[]), &secret.to_string())).unwrap();
    let mark = "[redacted:member]";
    let want = json!({
        "secret": mark, "client_secret": mark, "Password": mark, "privateKey": mark, "temp_clone_token": mark, "SecretString": mark,
        "tokens": {"token": [mark, mark]}, "env": [{"name": "DB_PASSWORD", "value": mark}],
        "nested": "{\"password\": \"[redacted:member]\", \"user\": \"bob\"}",
    });
    assert_eq!(out, want);
}

#[test]
fn url_encoded_documents_inside_xml_are_searched_too() {
    let xml = |document: &str| {
        format!("<PolicyDocument>{document}</PolicyDocument><Base32StringSeed>QUJDRA==</Base32StringSeed>")
    };
    let encoded =
        "%7B%22Sid%22%3A%22-----BEGIN%20PRIVATE%20KEY-----%5CnMIIE%2Babc%5Cn-----END%20PRIVATE%20KEY-----%22%7D";
    let out = body(&redactor(&[]), &xml(encoded));
    assert!(!out.contains("MIIE") && !out.contains("QUJDRA"), "{out}");
    assert!(
        out.contains("<Base32StringSeed>W3JlZGFjdGVkOm1lbWJlcl0=<"),
        "a reader of base64 must still read it: {out}"
    );
    assert_eq!(body(&redactor(&[]), &out), out, "a second pass replaces nothing");
    assert!(out.contains("%7B%22Sid%22%3A%22%5Bredacted%3Aprivate_key%5D%22%7D"), "{out}");
    let innocent = "<PolicyDocument>%7b%22Sid%22:+%22a%20b%22%7D</PolicyDocument>";
    assert_eq!(body(&redactor(&[]), innocent), innocent, "what holds no secret keeps its spelling");
    let deep = format!("<a>{}41</a>", "%25".repeat(100_000));
    assert_eq!(body(&redactor(&[]), &deep), deep);
}

#[test]
fn evidence_stays_byte_for_byte() {
    let kept = [
        r#"{ "secret_scanning": {"status": "enabled"}, "secret_scanning_push_protection" : {"status":"disabled"} }"#,
        r#"{"config": {"url": "https://ci.example.com/hook?team=core", "secret": "********", "insecure_ssl": "0"}}"#,
        r#"{"NextToken": "eyJhbGciOiJ.eyJzdWIiOiJ.c2lnbmF0dXJl", "Marker": "AKIAIOSFODNN7EXAMPLE/x", "pageInfo": {"endCursor": "Y3Vyc29yOnYyOpHOAA=="}}"#,
        r#"{"AllowUsersToChangePassword": "true", "password_enabled": "true", "PasswordLastUsed": "2026-01-01T00:00:00Z", "password": ""}"#,
        r#"{"token_type": "bearer", "token_last_used_at": null, "HttpTokens": "required", "secret": null, "password": true}"#,
        r#"{"sha": "0123456789abcdef0123456789abcdef01234567", "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample", "html": "a\/b \u00e9"}"#,
        r#"{"Action": ["secretsmanager:GetSecretValue"], "Resource": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"}"#,
        "<ListUsersResult><IsTruncated>true</IsTruncated><Marker>eyJhbGciOiJ.eyJzdWIiOiJ.c2lnbmF0dXJl</Marker></ListUsersResult>",
        "<PasswordPolicy><AllowUsersToChangePassword>true</AllowUsersToChangePassword><MinimumPasswordLength>14</MinimumPasswordLength></PasswordPolicy>",
        "<ListBucketResult><NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken></ListBucketResult>",
        "<AccessKeyMetadata><member><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><Status>Active</Status></member></AccessKeyMetadata>",
        "user,arn,mfa_active,access_key_1_active\nalice,arn:aws:iam::111122223333:user/alice,true,false\n",
        r#"{"commit": "AKIAIOSFODNN7EXAMPLE 0123456789abcdef0123456789abcdef01234567"}"#,
        "{\"lone\": \"\\ud800\", \"big\": 123456789012345678901234567890.5e+10}",
    ];
    for text in kept {
        assert_eq!(body(&redactor(&["known-secret-nowhere"]), text), text);
    }
}

#[test]
fn known_secrets_go_wherever_they_stand() {
    let secret = "Sup3r/s3cret+pass=word";
    let redactor = redactor(&[secret, "87654321"]);
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("bob:{secret}"));
    let text = json!({"a": secret, "b": format!("https://h/?x={}", "Sup3r%2Fs3cret%2Bpass%3Dword"), "c": basic, "NextToken": secret, "n": 87_654_321});
    let out = body(&redactor, &text.to_string());
    serde_json::from_str::<Value>(&out).unwrap();
    for form in [secret, "Sup3r%2Fs3cret", "87654321", &basic] {
        assert!(!out.contains(form), "{form} is in {out}");
    }
    let escaped = r#"{"a": "Sup3r\/s3cret\u002bpass=word"}"#;
    assert_eq!(body(&redactor, escaped), r#"{"a": "[redacted:credential]"}"#);
    let binary = [b"\xff\xfe".as_slice(), secret.as_bytes(), b"\0\xff"].concat();
    let out = redactor.body(&Bytes::from(binary)).unwrap();
    assert_eq!(out.as_ref(), b"\xff\xfe[redacted:credential]\0\xff");
    assert_eq!(redactor.text("ghp_ is no token, neither is this").unwrap(), "ghp_ is no token, neither is this");
}

#[test]
fn hostile_documents_end() {
    let redactor = redactor(&["known-secret-nowhere"]);
    let deep = "[".repeat(200_000);
    for text in [
        deep.clone(),
        deep + &"]".repeat(200_000),
        "{\"a\":".repeat(100_000),
        "\"".repeat(100_001),
        "<a>".repeat(100_000),
        "<password>".repeat(50_000),
        "://a:".repeat(50_000),
        "-----BEGIN PRIVATE KEY-----".repeat(20_000),
        "eyJabcdefg-".repeat(50_000),
        "eyJabcdefg.".repeat(50_000),
        "?sig=".repeat(50_000),
        "authorization: ".repeat(50_000),
        format!("{KEY_ID} ").repeat(20_000),
        "{\"a\":\"\\".into(),
        "{\"a\":\"{\\\"b\\\":\\\"{}\\\"}\"}".into(),
    ] {
        body(&redactor, &text);
    }
}

/// JSON with telling and plain names, secrets and plain texts.
fn documents() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![GITHUB, JWT, PEM, AWS_SECRET, "known\"secret\\", "\u{1F600}", "{\"token\":\"x\"}"])
            .prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let name = prop_oneof![
        prop::sample::select(vec!["token", "name", "value", "password", "NextToken", "id", "key"])
            .prop_map(str::to_owned),
        any::<String>(),
    ];
    text.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..6).prop_map(|m| m.into_iter().collect()),
        ]
    })
}

/// The shape of a document: its texts left out.
fn shape(value: &Value) -> Value {
    match value {
        Value::String(_) => Value::from("text"),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(members) => members.values().map(shape).collect(),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn json_stays_json_of_the_same_shape(document in documents()) {
        let redactor = redactor(&["known\"secret\\"]);
        for text in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
            let out = body(&redactor, &text);
            let parsed: Value = serde_json::from_str(&out).map_err(|e| TestCaseError::fail(format!("{e}: {out}")))?;
            if !text.contains("ghp_") && !text.contains("known") {
                prop_assert_eq!(shape(&parsed), shape(&document));
            }
            for secret in [GITHUB, "MIIEowIBAAKCAQEAplanted"] {
                prop_assert!(!out.contains(secret));
            }
            prop_assert!(!out.contains(r#"known\"secret"#));
            // A token that leads to the next page may be a JWT.
            prop_assert!(!out.contains(JWT) || text.contains("NextToken"));
            prop_assert_eq!(&body(&redactor, &out), &out, "a second pass finds nothing new");
        }
    }

    #[test]
    fn no_bytes_upset_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let redactor = redactor(&["known-secret-nowhere"]);
        let once = redactor.body(&Bytes::from(bytes)).unwrap();
        prop_assert_eq!(redactor.body(&once).unwrap(), once);
    }

    #[test]
    fn nothing_that_looks_like_a_document_upsets_it(text in "[\\[\\]{}\",:\\\\<>/a-c0-2. =&@-]{0,80}") {
        body(&redactor(&["known-secret-nowhere"]), &text);
    }

    #[test]
    fn a_secret_in_a_url_is_never_in_its_record(secret in "[ -~]{12,24}", name in "[a-z]{1,8}") {
        let encoded: String = percent_encoding::utf8_percent_encode(&secret, percent_encoding::NON_ALPHANUMERIC).to_string();
        let out = redactor(&[&secret]).url(&format!("https://h.example.com/{encoded}?{name}={encoded}")).unwrap();
        prop_assert!(!out.contains(&secret) && !out.contains(&encoded), "{}", out);
        prop_assert_eq!(wire::canonical_url(&out), out);
    }
}
