//! Secrets go in through every door — the environment, headers, replies, error messages — and none
//! comes out of any: not in files, bundles, reports or logs, not in base64 or URL-encoded either.
//! An innocent word planted beside each secret must come out, or the search would prove nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use support::estate::Estate;
use support::server::{Asked, Say, serve};
use support::{assize, code, err, files, key};

/// The credentials that the program itself uses.
const OWN_KEY_ID: &str = "AKIAQ3EGTVWPQH7DZK2M";
const OWN_SECRET: &str = "t8Zr+Qm4/xV1bNc7LkJh5GfDs2aPoIu9YeWq3RtB";
const OWN_SESSION: &str = "IQoJb3JpZ2luX2VjEPn//////////wEaCXVzLWVhc3QtMSJGMEQCIHf9Vd2K+example/Kq7==";
const OWN_GITHUB: &str = "ghp_9fK2mQ7xWv4LrT8sBn3ZcY6hJd1PgA0eUiRo";
/// Others' secrets, which only replies hold.
const TAG_SECRET: &str = "Hq7vNz2/KpXw9sLd4+RtYb6FmGc1JeUa3ZoTiV8C";
const PEM_LINE: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDc7Vq9uPz3Kx5W";
const HOOK_TOKEN: &str = "ghp_Zx81LqPoVn5TgRb2YhNc6UjMk9IlQw3AsDfe";
const URL_PASSWORD: &str = "Sommer-2026-regnerisch";

const SECRETS: [&str; 7] = [OWN_SECRET, OWN_SESSION, OWN_GITHUB, TAG_SECRET, PEM_LINE, HOOK_TOKEN, URL_PASSWORD];

/// Stands beside each secret, one for each reply, and is no secret.
const INNOCENT: [&str; 6] = ["blueheron", "greyheron", "nightheron", "goliathheron", "tricoloredheron", "squaccoheron"];

/// The spellings under which a secret could hide: as it is, in a URL, and in base64 wherever in a
/// longer text it stood (less the digits that depend on its neighbours).
fn spellings(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut all = vec![secret.to_owned(), secret.replace('/', "\\/"), encoded.to_lowercase(), encoded];
    for offset in 0..3 {
        let padded = [vec![0_u8; offset], secret.as_bytes().to_vec()].concat();
        let whole = padded.len() / 3 * 4;
        for text in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            all.push(text[if offset == 0 { 0 } else { 4 }..whole].to_owned());
        }
    }
    all
}

/// Everything that left the program: what it printed, and each file, bundles also unpacked.
struct Outside {
    texts: Vec<(String, Vec<u8>)>,
}

impl Outside {
    fn of(directory: &Path, outputs: &[(&str, Output)]) -> Self {
        for bundle in files(directory).iter().filter(|file| file.extension().is_some_and(|e| e == "zip")) {
            let unpacked =
                Command::new("unzip").arg("-q").arg(bundle).arg("-d").arg(bundle.with_extension("d")).status().unwrap();
            assert!(unpacked.success());
        }
        let mut texts = Vec::new();
        for file in files(directory) {
            texts.push((file.display().to_string(), std::fs::read(&file).unwrap()));
        }
        for (what, output) in outputs {
            texts.push((format!("standard output of {what}"), output.stdout.clone()));
            texts.push((format!("standard error of {what}"), output.stderr.clone()));
        }
        Self { texts }
    }

    /// Where one of `needles` stands.
    fn places(&self, needles: &[String]) -> Vec<&str> {
        let finder = |text: &[u8]| {
            let text = String::from_utf8_lossy(text);
            needles.iter().any(|needle| text.contains(needle.as_str()))
        };
        self.texts.iter().filter(|(_, text)| finder(text)).map(|(name, _)| name.as_str()).collect()
    }

    fn hold_no(&self, secret: &str) {
        let places = self.places(&spellings(secret));
        assert!(places.is_empty(), "{secret} is in {places:?}");
    }

    /// The number of places that hold an innocent word.
    fn hold(&self, word: &str) -> usize {
        let places = self.places(&[word.to_owned()]);
        assert!(!places.is_empty(), "{word} was planted beside a secret and is nowhere, so the search is blind");
        places.len()
    }
}

/// Every command that asks and writes, in every format, as talkative as can be.
fn everything(directory: &Path, program: &dyn Fn() -> Command) -> Vec<(&'static str, Output)> {
    let keys = tempfile::tempdir().unwrap();
    let (private, public) = key(keys.path(), "p256");
    let (private, public) = (private.display().to_string(), public.display().to_string());
    let commands: [(&str, Vec<&str>); 7] = [
        ("run", vec!["run", "-vvv", "--all", "--key", &private, "--output", "sealed.zip", "--format", "json"]),
        ("run in text", vec!["run", "-vvv", "--all"]),
        ("run in markdown", vec!["run", "--all", "--format", "markdown"]),
        ("collect", vec!["collect", "-vvv", "--everything", "--output", "collected"]),
        ("record", vec!["record", "-vvv", "--output", "recorded"]),
        ("evaluate", vec!["evaluate", "-vvv", "collected", "--all"]),
        ("report", vec!["report", "--all", "--format", "markdown", "--key", &public, "sealed.zip"]),
    ];
    let mut outputs = Vec::new();
    for (what, args) in commands {
        let output = program().current_dir(directory).args(args).output().unwrap();
        assert!([0, 1, 3].contains(&code(&output)), "{what}: {}", err(&output));
        outputs.push((what, output));
    }
    outputs
}

fn credentials(command: &mut Command) {
    command.env("AWS_ACCESS_KEY_ID", OWN_KEY_ID).env("AWS_SECRET_ACCESS_KEY", OWN_SECRET);
    command.env("AWS_SESSION_TOKEN", OWN_SESSION).env("GITHUB_TOKEN", OWN_GITHUB);
}

fn xml_reply(action: &str, service: &str, result: &str) -> Say {
    let body = format!(
        "<{action}Response xmlns=\"https://{service}.amazonaws.com/doc/\"><{action}Result>{result}</{action}Result></{action}Response>"
    );
    Say::xml(200, body)
}

fn pem() -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{PEM_LINE}\n-----END PRIVATE KEY-----\n")
}

/// A policy document that holds a private key and an innocent word.
fn document(word: &str) -> String {
    let statement = serde_json::json!({ "Sid": word, "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Principal": "*", "Condition": { "StringEquals": { "aws:UserAgent": pem() } } });
    serde_json::json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

/// The sweep: a user whose tags hold a key, and everything of our own credentials said back.
fn sweep() -> Say {
    let tag = |key: &str, value: &str| format!("<member><Key>{key}</Key><Value>{value}</Value></member>");
    let said =
        format!("{OWN_SECRET} {} {}", spellings(OWN_SECRET)[3], STANDARD_NO_PAD.encode(format!("x:{OWN_SESSION}")));
    let tags = [
        tag("deploy", &format!("{}:{TAG_SECRET}", OWN_KEY_ID.replace("Q3", "X9"))),
        tag("bird", INNOCENT[0]),
        tag("echo", &said),
    ];
    // IAM sends documents URL-encoded.
    let policy = utf8_percent_encode(&document(INNOCENT[1]), NON_ALPHANUMERIC).to_string();
    let user = format!(
        "<member><Path>/</Path><UserName>alice</UserName><UserId>AIDAX</UserId><Arn>arn:aws:iam::123456789012:user/alice</Arn>\
         <CreateDate>2026-01-01T00:00:00Z</CreateDate><GroupList/><AttachedManagedPolicies/><UserPolicyList><member>\
         <PolicyName>inline</PolicyName><PolicyDocument>{policy}</PolicyDocument></member></UserPolicyList><Tags>{}</Tags></member>",
        tags.concat()
    );
    xml_reply(
        "GetAccountAuthorizationDetails",
        "iam",
        &format!(
            "<IsTruncated>false</IsTruncated><UserDetailList>{user}</UserDetailList><GroupDetailList/><RoleDetailList/><Policies/>"
        ),
    )
}

fn buckets() -> Say {
    Say::xml(
        200,
        "<ListAllMyBucketsResult><Owner><ID>1</ID></Owner><Buckets><Bucket><Name>acme-data</Name>\
         <CreationDate>2026-01-01T00:00:00Z</CreationDate><BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>",
    )
}

fn hooks() -> Say {
    let hook = |id: u32, url: String| {
        serde_json::json!({ "type": "Organization", "id": id, "name": "web", "active": true, "events": ["push"],
            "config": { "url": url, "content_type": "json", "insecure_ssl": "0", "secret": HOOK_TOKEN },
            "updated_at": "2026-01-01T00:00:00Z", "created_at": "2026-01-01T00:00:00Z",
            "url": "https://api.example/1", "ping_url": "https://api.example/1/pings" })
    };
    let all = [
        hook(1, format!("https://hooks.example.com/{}?token={HOOK_TOKEN}", INNOCENT[3])),
        hook(2, format!("https://bob:{URL_PASSWORD}@hooks.example.com/x")),
        hook(3, format!("https://hooks.example.com/{HOOK_TOKEN}/x")),
    ];
    Say::json(200, serde_json::to_vec(&all).unwrap())
}

/// AWS and GitHub in one, both with loose tongues.
fn loose_tongue(asked: &Asked) -> Say {
    let is = |word: &str| asked.target.contains(word) || asked.body.contains(word);
    if is("GetCallerIdentity") {
        let who = "<Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>X</UserId><Account>123456789012</Account>";
        return xml_reply("GetCallerIdentity", "sts", who);
    }
    if is("Action=GetAccountAuthorizationDetails") {
        return sweep();
    }
    if is("/orgs/acme/hooks") {
        return hooks();
    }
    if asked.target.contains("/acme") && asked.target.contains("?policy") && !is("policyStatus") {
        return Say::json(200, document(INNOCENT[2]));
    }
    if asked.body.is_empty() && (asked.target == "/" || asked.target.starts_with("/?")) {
        return buckets();
    }
    if is("/api/") || is("/orgs/") || is("/graphql") {
        let message = format!("no {} for {OWN_GITHUB} https://bob:{URL_PASSWORD}@example.com", INNOCENT[4]);
        return Say::json(403, serde_json::json!({ "message": message }).to_string());
    }
    let message = format!("no {} for {OWN_SESSION} signed with {OWN_SECRET}", INNOCENT[5]);
    let error = format!("<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>");
    Say::xml(403, if asked.body.is_empty() { error } else { format!("<ErrorResponse>{error}</ErrorResponse>") })
}

#[test]
fn no_secret_of_ours_or_of_others_comes_out_anywhere() {
    let here = tempfile::tempdir().unwrap();
    let server = serve(loose_tongue);
    let url = &server.url;
    let text = format!(
        "[network]\nattempts = 1\n\n[[source]]\nconnector = \"aws\"\nendpoint = \"{url}\"\nregion = \"us-east-1\"\nimds = false\nservices = [\"iam\", \"s3\"]\n\n\
         [[source]]\nconnector = \"github\"\norganization = \"acme\"\nendpoint = \"{url}\"\n"
    );
    std::fs::write(here.path().join("assize.toml"), text).unwrap();
    let outputs = everything(here.path(), &|| {
        let mut command = assize(here.path());
        credentials(&mut command);
        command
    });
    let outside = Outside::of(here.path(), &outputs);
    for word in INNOCENT {
        // The bundle, the collected recording and the fixture at least.
        assert!(outside.hold(word) >= 3, "{word} is only in {:?}", outside.places(&[word.to_owned()]));
    }
    for secret in SECRETS {
        outside.hold_no(secret);
    }
    assert!(outside.hold("[redacted:") >= 3);
}

/// What stands in each element of this name.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split_once(&close))
        .map(|(text, _)| text.trim().to_owned())
        .collect()
}

#[test]
fn seeds_of_mfa_devices_and_the_readers_key_stay_inside() {
    let here = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let devices = estate.iam("ListVirtualMFADevices");
    let seeds = elements(&devices, "Base32StringSeed");
    let pictures = elements(&devices, "QRCodePNG");
    let numbers = elements(&devices, "SerialNumber");
    assert!(!seeds.is_empty() && !pictures.is_empty(), "moto sends no seeds any more: {devices}");
    let outputs = everything(here.path(), &|| {
        let mut command = estate.assize(here.path());
        command.env("AWS_SESSION_TOKEN", OWN_SESSION).env("GITHUB_TOKEN", OWN_GITHUB);
        command
    });
    let outside = Outside::of(here.path(), &outputs);
    // The same reply's innocent parts.
    for number in &numbers {
        assert!(outside.hold(number) >= 3, "{number} is only in {:?}", outside.places(std::slice::from_ref(number)));
    }
    assert!(numbers.len() >= 3, "{devices}");
    for secret in seeds.iter().chain(&pictures).map(String::as_str).filter(|secret| secret.len() > 8) {
        outside.hold_no(secret);
    }
    for secret in [estate.told("secret_access_key"), OWN_SESSION, OWN_GITHUB] {
        outside.hold_no(secret);
    }
}

#[test]
fn the_search_itself_finds_what_is_hidden() {
    let here = tempfile::tempdir().unwrap();
    let hidden = |secret: &str| {
        vec![
            secret.to_owned(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
            STANDARD_NO_PAD.encode(secret),
            STANDARD_NO_PAD.encode(format!("u:{secret}@")),
            URL_SAFE_NO_PAD.encode(format!("user:{secret}@")),
        ]
    };
    for secret in SECRETS {
        for (n, text) in hidden(secret).iter().enumerate() {
            let file = here.path().join("file");
            std::fs::write(&file, format!("before {text} after")).unwrap();
            let outside = Outside::of(here.path(), &[]);
            assert_eq!(outside.places(&spellings(secret)).len(), 1, "way {n} of hiding {secret} is not seen");
        }
    }
}
