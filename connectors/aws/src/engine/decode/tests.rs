//! Replies of each protocol, good, spoilt and hostile.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A service with one operation, of each protocol.
fn described(protocol: &str) -> Described {
    let (result, roots) = match protocol {
        "query" => (json!("ListThingsResult"), json!([])),
        "rest-xml" => (Value::Null, json!(["ListThingsResponse"])),
        _ => (Value::Null, json!([])),
    };
    let output = json!({
        "Things": {"is": {"list": {"of": {"struct": {
            "Name": {"is": "text"}, "Count": {"is": "int"}, "On": {"is": "bool"}, "At": {"is": "time"},
            "Tags": {"is": {"map": {"of": "text"}}}, "Inner": {"is": {"shape": "Inner"}},
        }}}}},
        "NextToken": {"is": "text"},
    });
    let text = json!({
        "client": "x", "id": "X", "protocol": protocol, "version": "1", "signing": "x", "hosts": {},
        "operations": {"ListThings": {"method": "POST", "path": "/", "output": output, "result": result, "roots": roots}},
        "shapes": {"Inner": {"Inner": {"is": {"shape": "Inner"}}, "Value": {"is": "float"}}},
    });
    Described::parse("x", &text.to_string()).unwrap()
}

const PROTOCOLS: [&str; 5] = ["json", "rest-json", "rest-xml", "query", "ec2"];

fn read(protocol: &str, body: &[u8]) -> Result<Value, String> {
    let described = described(protocol);
    reply(&described, "ListThings", &described.operations["ListThings"], body)
}

fn good(protocol: &str) -> String {
    let things = "<Things><member><Name>a</Name><Count>3</Count><On>true</On><At>2026-11-24T02:00:00Z</At>\
        <Tags><entry><key>k</key><value>v &amp; &#x41;</value></entry></Tags><Inner><Inner><Value>0.5</Value></Inner></Inner>\
        </member></Things>";
    match protocol {
        "query" => format!("<ListThingsResponse><ListThingsResult>{things}</ListThingsResult></ListThingsResponse>"),
        "ec2" | "rest-xml" => {
            format!("<?xml version=\"1.0\"?><ListThingsResponse xmlns=\"u\">{things}</ListThingsResponse>")
        }
        _ => json!({"Things": [{"Name": "a", "Count": 3, "On": true, "At": 1_795_485_600, "Tags": {"k": "v & A"},
            "Inner": {"Inner": {"Value": 0.5}}, "Unknown": [[[{}]]]}], "Other": null})
        .to_string(),
    }
}

#[test]
fn a_whole_reply_is_read_in_every_protocol() {
    let expected = json!({"things": [{"name": "a", "count": 3, "on": true, "at": "2026-11-24T02:00:00Z",
        "tags": {"k": "v & A"}, "inner": {"inner": {"value": 0.5}}}]});
    for protocol in PROTOCOLS {
        assert_eq!(read(protocol, good(protocol).as_bytes()).unwrap(), expected, "{protocol}");
    }
}

#[test]
fn what_is_no_reply_is_refused_in_every_protocol() {
    let deep_xml = "<a>".repeat(3_000_000);
    let deep_json = "[".repeat(3_000_000);
    let inner = "{\"Inner\":".repeat(100) + "{}" + &"}".repeat(100);
    let deep_known = format!("{{\"Things\":[{{\"Inner\":{inner}}}]}}");
    for protocol in PROTOCOLS {
        for body in [
            "",
            " \n",
            "<html><body/></html>",
            "<!DOCTYPE html><html/>",
            "null",
            "[]",
            "\"x\"",
            "<Other/>",
            &deep_xml,
            &deep_json,
            &deep_known,
        ] {
            let shown: String = body.chars().take(30).collect();
            assert!(read(protocol, body.as_bytes()).is_err(), "{protocol} took {shown:?}");
        }
        assert!(read(protocol, b"\xff\xfe").is_err());
        let bomb = format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{}", good("ec2"));
        assert!(read(protocol, bomb.as_bytes()).is_err());
    }
}

#[test]
fn what_says_something_else_than_the_model_is_refused() {
    for (from, to) in [
        ("3", "three"),
        ("true", "perhaps"),
        ("2026-11-24T02:00:00Z", "yesterday"),
        ("0.5", "half"),
        ("<Name>a</Name>", "<Name>a</Name><Name>b</Name>"),
        ("<key>k</key>", ""),
        ("<Name>a</Name>", "<Name><b/></Name>"),
        ("&amp;", "&nothing;"),
    ] {
        for protocol in ["rest-xml", "query", "ec2"] {
            assert!(read(protocol, good(protocol).replace(from, to).as_bytes()).is_err(), "{protocol} {to}");
        }
    }
    for (from, to) in [
        ("\"Count\":3", "\"Count\":\"three\""),
        ("\"Count\":3", "\"Count\":3.5"),
        ("\"Count\":3", "\"Count\":99999999999999999999"),
        ("\"On\":true", "\"On\":1"),
        ("\"Name\":\"a\"", "\"Name\":[\"a\"]"),
        ("\"Name\":\"a\"", "\"Name\":\"a\",\"Name\":\"b\""),
        ("\"Things\":[", "\"Things\":{\"a\":"),
        ("1795485600", "1e300"),
    ] {
        let changed = good("json").replace(from, to);
        assert_ne!(changed, good("json"), "{from}");
        assert!(read("json", changed.as_bytes()).is_err(), "{to}");
    }
}

#[test]
fn errors_of_every_protocol_have_their_code() {
    let headers = |pairs: &[(&'static str, &str)]| {
        pairs.iter().map(|(n, v)| (http::HeaderName::from_static(n), v.parse().unwrap())).collect::<http::HeaderMap>()
    };
    let body = br#"{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "no"}"#;
    let query = headers(&[("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")]);
    let found = Refusal::of(Protocol::Json, &query, body);
    assert_eq!((found.code.as_str(), found.message.as_str()), ("QueueDoesNotExist", "no"));
    for named in ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist: NO"] {
        assert!(found.is_one_of(&[named.to_owned()]), "{named}");
    }
    for named in ["QueueDoesNot", "QueueDoesNotExist: yes", ""] {
        assert!(!found.is_one_of(&[named.to_owned()]), "{named}");
    }
    let typed = headers(&[("x-amzn-errortype", "ResourceNotFoundException:http://internal/")]);
    assert_eq!(Refusal::of(Protocol::RestJson, &typed, b"{\"Message\": \"gone\"}").code, "ResourceNotFoundException");
    let ec2 =
        b"<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>m</Message></Error></Errors></Response>";
    assert_eq!(Refusal::of(Protocol::Ec2, &http::HeaderMap::new(), ec2).code, "UnauthorizedOperation");
    assert_eq!(Refusal::of(Protocol::Json, &http::HeaderMap::new(), b"<html>"), Refusal::default());
}

proptest! {
    #[test]
    fn every_cut_of_a_good_reply_is_refused(protocol in 0..PROTOCOLS.len(), at in 0.0..1.0_f64) {
        let body = good(PROTOCOLS[protocol]);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = (body.len() as f64 * at) as usize;
        prop_assert!(read(PROTOCOLS[protocol], &body.as_bytes()[..at]).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(protocol in 0..PROTOCOLS.len(), body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(PROTOCOLS[protocol], &body);
    }

    #[test]
    fn no_spoilt_reply_makes_it_panic(protocol in 0..PROTOCOLS.len(), at in 0..300_usize, with in "[<>/&\"{}\\[\\]:,a0-9.]{1,6}") {
        let mut body = good(PROTOCOLS[protocol]).into_bytes();
        let at = at.min(body.len());
        body.splice(at..at, with.into_bytes());
        let _ = read(PROTOCOLS[protocol], &body);
    }
}
