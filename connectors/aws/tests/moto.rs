//! Against moto, a server that nobody here wrote: the estate is made through its API, collected,
//! recorded and collected again from the record. It wants the server's address:
//!
//! ```text
//! python3 -m venv moto && moto/bin/pip install 'moto[server]==5.2.5'
//! moto/bin/moto_server -H 127.0.0.1 -p 5150 &
//! ASSIZE_TEST_MOTO=http://127.0.0.1:5150 cargo test -p assize-aws --test moto
//! ```
//!
//! moto answers its lists in one page, has no row for the root user in the credential report, and
//! no policies of AWS: those are proven in `paging.rs` and `faults.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::sync::Arc;

use aws::Aws;
use bytes::Bytes;
use collect::{Access, Collected, Connector, Sink};
use http::Request;
use model::{Plan, SourceId};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use support::{everything, field, plan, resources, source};
use wire::{Live, LiveOptions, Recorder, Replay, Secrets, Transport, Wire};

/// One server, so one test at a time.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

struct Moto {
    url: String,
    wire: Wire,
}

fn clock() -> wire::Clock {
    let moment = "2026-11-24T02:00:00Z".parse().unwrap();
    Arc::new(move || moment)
}

fn live() -> Transport {
    Live::new(&LiveOptions { system_proxy: false, ..LiveOptions::default() }).unwrap().transport()
}

impl Moto {
    /// The server as it is.
    fn there() -> Self {
        #[allow(clippy::disallowed_methods, reason = "the address of a server is not the program's business")]
        let url = std::env::var("ASSIZE_TEST_MOTO").unwrap_or_else(|_| {
            panic!(
                "ASSIZE_TEST_MOTO is not set. Start moto (pip install 'moto[server]==5.2.5'; \
                 moto_server -H 127.0.0.1 -p 5150) and set ASSIZE_TEST_MOTO=http://127.0.0.1:5150"
            )
        });
        Self { url, wire: Wire::live(live(), clock()) }
    }

    /// An empty account.
    async fn empty() -> Self {
        let moto = Self::there();
        // IAM off, should a test have stopped while it was on.
        moto.send("POST", "/moto-api/reset-auth", "s3", "us-east-1", &[], "1000000000").await;
        moto.send("POST", "/moto-api/reset", "s3", "us-east-1", &[], "").await;
        moto
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        service: &str,
        region: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> String {
        // moto does not check signatures; it reads service and region from here.
        let scope = format!("20261124/{region}/{service}/aws4_request");
        let signed = format!("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/{scope}, SignedHeaders=host, Signature=0");
        let url = format!("{}{path}", self.url);
        let mut request = Request::builder().method(method).uri(url).header("authorization", signed);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let reply = self.wire.call(request.body(Bytes::from(body.to_owned())).unwrap()).await.unwrap();
        let text = String::from_utf8_lossy(reply.body()).into_owned();
        assert!(reply.status().is_success(), "{method} {path}: {} {text}", reply.status());
        text
    }

    async fn iam(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = parameters.iter().map(|(name, value)| format!("&{name}={}", encode(value)));
        let body = format!("Action={action}&Version=2010-05-08{}", pairs.collect::<String>());
        let form = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", "/", "iam", "us-east-1", &form, &body).await
    }

    async fn s3(&self, region: &str, path: &str, body: &str) {
        self.send("PUT", path, "s3", region, &[], body).await;
    }

    fn settings(&self) -> Value {
        json!({"endpoint": self.url})
    }

    async fn collect(&self, plan: &Plan) -> Collected {
        run(&self.wire, &self.settings(), plan).await
    }
}

async fn run(wire: &Wire, settings: &Value, plan: &Plan) -> Collected {
    // moto checks no signature, so the stand-in credentials of a recording do.
    let session = Aws.open(&source(settings), Access::Recorded).await.unwrap();
    let sink = Sink::default();
    session.collect(plan, wire, &sink).await.unwrap();
    sink.finish()
}

const EVERYTHING: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
const SOME: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;
const TRUST: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}"#;

async fn seed_iam(moto: &Moto) {
    for user in ["alice", "bob", "carol"] {
        moto.iam("CreateUser", &[("UserName", user), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "a b")])
            .await;
    }
    moto.iam("CreateLoginProfile", &[("UserName", "alice"), ("Password", "Correct-Horse-1")]).await;
    moto.iam("CreateAccessKey", &[("UserName", "bob")]).await;
    moto.iam("CreateAccessKey", &[("UserName", "bob")]).await;
    moto.iam("CreateGroup", &[("GroupName", "admins")]).await;
    moto.iam("AddUserToGroup", &[("GroupName", "admins"), ("UserName", "alice")]).await;
    moto.iam("CreatePolicy", &[("PolicyName", "everything"), ("PolicyDocument", EVERYTHING)]).await;
    let everything = "arn:aws:iam::123456789012:policy/everything";
    moto.iam("AttachGroupPolicy", &[("GroupName", "admins"), ("PolicyArn", everything)]).await;
    moto.iam("PutUserPolicy", &[("UserName", "bob"), ("PolicyName", "some"), ("PolicyDocument", SOME)]).await;
    moto.iam("PutUserPolicy", &[("UserName", "carol"), ("PolicyName", "all"), ("PolicyDocument", EVERYTHING)]).await;
    moto.iam("CreateRole", &[("RoleName", "app"), ("AssumeRolePolicyDocument", TRUST)]).await;
    moto.iam("CreateServiceLinkedRole", &[("AWSServiceName", "es.amazonaws.com")]).await;
    moto.iam("UpdateAccountPasswordPolicy", &[("MinimumPasswordLength", "14"), ("MaxPasswordAge", "90")]).await;
    moto.iam("CreateVirtualMFADevice", &[("VirtualMFADeviceName", "phone")]).await;
    let oidc = [("Url", "https://token.example.org"), ("ClientIDList.member.1", "sts.amazonaws.com")];
    moto.iam("CreateOpenIDConnectProvider", &[&oidc[..], &[("ThumbprintList.member.1", &"a".repeat(40))]].concat())
        .await;
}

#[tokio::test]
async fn iam_is_collected_whole() {
    let _turn = TURN.lock().await;
    let moto = Moto::empty().await;
    seed_iam(&moto).await;
    let collected = moto.collect(&everything()).await;
    assert!(support::fit_their_schemas(&collected) > 50);
    assert_eq!(collected.seen[0].account.as_deref(), Some("123456789012"));
    assert_eq!(collected.gaps, []);
    assert!(collected.populations.iter().all(|p| p.complete), "{:?}", collected.populations);
    let all = resources(&collected);
    let user = |name: &str| &all[&format!("aws.iam.user arn:aws:iam::123456789012:user/{name}")];
    let admins: Vec<_> = ["alice", "bob", "carol"].map(|n| field(user(n), "is_admin").unwrap().clone()).into();
    let rights = ["alice", "bob", "carol"].map(|n| field(user(n), "rights").unwrap()["admin"] == "yes");
    assert_eq!(json!(rights), json!(admins), "one is the short form of the other");
    assert_eq!(admins, [json!(true), json!(false), json!(true)], "by group, not, inline");
    assert_eq!(field(user("alice"), "credentials").unwrap()["password_enabled"], true);
    assert_eq!(field(user("bob"), "credentials").unwrap()["password_enabled"], false);
    assert_eq!(field(user("bob"), "tags").unwrap(), &json!({"team": "a b"}));
    assert_eq!(
        field(user("bob"), "inline_policies").unwrap()[0]["document"]["Statement"][0]["Action"],
        json!(["s3:Get*"])
    );
    let keys = all.keys().filter(|k| k.starts_with("aws.iam.access_key ")).collect::<Vec<_>>();
    assert_eq!(keys.len(), 2, "{keys:?}");
    let group = &all["aws.iam.group arn:aws:iam::123456789012:group/admins"];
    assert_eq!(field(group, "members"), Some(&json!(["alice"])));
    let role = &all["aws.iam.role arn:aws:iam::123456789012:role/app"];
    assert_eq!(field(role, "trust_policy").unwrap()["Statement"][0]["Principal"], json!({"AWS": ["*"]}));
    assert_eq!(field(role, "service_linked"), Some(&json!(false)));
    assert_eq!(all.values().filter(|r| field(r, "service_linked") == Some(&json!(true))).count(), 1);
}

#[tokio::test]
async fn the_account_is_collected_and_what_moto_lacks_is_a_gap() {
    let _turn = TURN.lock().await;
    let moto = Moto::empty().await;
    seed_iam(&moto).await;
    let collected = moto.collect(&everything()).await;
    support::fit_their_schemas(&collected);
    let all = resources(&collected);
    let account = &all["aws.iam.account arn:aws:iam::123456789012:root"];
    let summary = field(account, "summary").unwrap();
    assert_eq!(
        (&summary["users"], &summary["roles"], &summary["account_mfa_enabled"]),
        (&json!(3), &json!(2), &json!(false))
    );
    let policy = field(account, "password_policy").unwrap();
    assert_eq!((&policy["minimum_password_length"], &policy["max_password_age"]), (&json!(14), &json!(90)));
    assert_eq!(field(account, "virtual_mfa_devices").unwrap().as_array().unwrap().len(), 1);
    assert_eq!(field(account, "support_role_attached"), Some(&json!(false)));
    let gap = |name: &str| &account.gaps[&name.parse::<model::FieldName>().unwrap()];
    assert!(gap("root_credentials").message.contains("no row for the root user"), "{:?}", account.gaps);
    assert_eq!(gap("organization_features").cause, model::Cause::Unsupported);
    assert_eq!(account.gaps.len(), 2, "{:?}", account.gaps);
    let nobody = json!({"users": [], "groups": [], "roles": []});
    assert_eq!(field(account, "aws_policy_holders").unwrap()["SecurityAudit"], nobody);
    let provider = &all["aws.iam.oidc_provider arn:aws:iam::123456789012:oidc-provider/token.example.org"];
    assert_eq!(field(provider, "client_ids"), Some(&json!(["sts.amazonaws.com"])));
    let block = &all["aws.s3.account 123456789012"];
    assert_eq!(field(block, "public_access_block"), Some(&json!(null)), "{:?}", block.gaps);
}

async fn seed_s3(moto: &Moto) {
    moto.s3("us-east-1", "/plain-bucket", "").await;
    let ireland =
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    moto.s3("eu-west-1", "/full-bucket", ireland).await;
    for (query, body) in [
        (
            "encryption",
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms\
             </SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
        ),
        ("versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
        (
            "publicAccessBlock",
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true\
             </IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true\
             </RestrictPublicBuckets></PublicAccessBlockConfiguration>",
        ),
        (
            "ownershipControls",
            "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>",
        ),
        ("tagging", "<Tagging><TagSet><Tag><Key>team</Key><Value>a</Value></Tag></TagSet></Tagging>"),
        (
            "lifecycle",
            "<LifecycleConfiguration><Rule><ID>old</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>\
             <Expiration><Days>90</Days></Expiration></Rule></LifecycleConfiguration>",
        ),
        (
            "policy",
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",
                "Resource":"arn:aws:s3:::full-bucket/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#,
        ),
    ] {
        moto.s3("eu-west-1", &format!("/full-bucket?{query}"), body).await;
    }
}

#[tokio::test]
async fn buckets_of_all_regions_are_collected() {
    let _turn = TURN.lock().await;
    let moto = Moto::empty().await;
    seed_s3(&moto).await;
    let spec = Aws.kinds().into_iter().find(|k| k.kind.as_str() == "aws.s3.bucket").unwrap();
    let collected = moto.collect(&Plan::everything(&[spec])).await;
    let all = resources(&collected);
    assert!(all.values().all(|r| r.gaps.is_empty()) && collected.gaps.is_empty(), "{all:?}");
    let full = &all["aws.s3.bucket arn:aws:s3:::full-bucket"];
    for (name, value) in [
        ("region", json!("eu-west-1")),
        ("encryption", json!({"algorithm": "aws:kms", "kms_key_id": null, "bucket_key_enabled": false})),
        ("versioning", json!({"status": "Enabled", "mfa_delete": false})),
        ("ownership", json!("BucketOwnerEnforced")),
        ("tags", json!({"team": "a"})),
    ] {
        assert_eq!(field(full, name), Some(&value), "{name}");
    }
    assert_eq!(field(full, "public_access_block").unwrap()["restrict_public_buckets"], true);
    assert_eq!(field(full, "lifecycle").unwrap()[0]["expiration_days"], 90);
    let policy = field(full, "policy").unwrap();
    assert_eq!(policy["Statement"][0]["Condition"], json!({"Bool": {"aws:SecureTransport": ["false"]}}));
    let plain = &all["aws.s3.bucket arn:aws:s3:::plain-bucket"];
    assert_eq!(field(plain, "region"), Some(&json!("us-east-1")));
    for name in ["encryption", "public_access_block", "policy", "lifecycle", "object_lock", "logging"] {
        assert_eq!(field(plain, name), Some(&json!(null)), "{name}");
    }
}

#[tokio::test]
async fn a_recording_says_the_same_as_the_server_did() {
    let _turn = TURN.lock().await;
    let moto = Moto::empty().await;
    seed_iam(&moto).await;
    seed_s3(&moto).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("recording");
    let origin: SourceId = "aws".parse().unwrap();
    let recorder = Recorder::create(&path, clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&origin, live()), clock());
    let first = run(&wire, &moto.settings(), &everything()).await;
    recorder.finish().unwrap();
    let replay = Replay::open(&path).unwrap();
    let wire = Wire::recorded(replay.transport(&origin), "2026-11-24T02:00:00Z".parse().unwrap());
    let second = run(&wire, &moto.settings(), &everything()).await;
    assert_eq!(first, second);
    assert!(resources(&second).values().all(|r| !r.exchanges.is_empty()), "each resource names its exchanges");
    assert!(replay.exchanges().iter().all(|e| e.operation.contains(':')), "each exchange names its operation");
    // The recording serves a plan that wants less.
    let wire = Wire::recorded(replay.transport(&origin), "2026-11-24T02:00:00Z".parse().unwrap());
    let less = run(&wire, &moto.settings(), &plan(&[("aws.iam.role", &["is_admin"])])).await;
    assert_eq!(resources(&less).len(), 2);
}

#[tokio::test]
async fn five_hundred_users_take_no_more_than_twenty_calls() {
    let _turn = TURN.lock().await;
    let moto = Moto::empty().await;
    for n in 0..500 {
        moto.iam("CreateUser", &[("UserName", &format!("user-{n}"))]).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let recorder = Recorder::create(&folder.path().join("recording"), clock(), Secrets::default()).unwrap();
    let wire = Wire::live(recorder.transport(&"aws".parse().unwrap(), live()), clock());
    let collected = run(&wire, &moto.settings(), &everything()).await;
    let users = collected.populations.iter().find(|p| p.kind.as_str() == "aws.iam.user").unwrap();
    assert_eq!((users.items, users.independent_count, users.complete), (500, Some(500), true));
    let exchanges = recorder.finish().unwrap().exchanges;
    assert!(exchanges <= 20, "{exchanges}");
}

const READER: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
    "Action":["iam:GetAccountSummary","iam:GetAccountAuthorizationDetails","s3:ListAllMyBuckets"]}]}"#;

fn element(text: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    text.split_once(&open).unwrap().1.split_once(&close).unwrap().0.to_owned()
}

/// With moto's IAM switched on: a user that may do three things, with its own key and its own
/// signatures.
#[tokio::test]
async fn a_caller_with_few_rights_gets_gaps_with_the_rights_it_lacks() {
    let name = "a_caller_with_few_rights_gets_gaps_with_the_rights_it_lacks";
    let _turn = TURN.lock().await;
    if !support::child::is_child() {
        let moto = Moto::empty().await;
        seed_iam(&moto).await;
        seed_s3(&moto).await;
        moto.iam("CreateUser", &[("UserName", "reader")]).await;
        moto.iam("PutUserPolicy", &[("UserName", "reader"), ("PolicyName", "read"), ("PolicyDocument", READER)]).await;
        let key = moto.iam("CreateAccessKey", &[("UserName", "reader")]).await;
        let (id, secret) = (element(&key, "AccessKeyId"), element(&key, "SecretAccessKey"));
        let keys = [("AWS_ACCESS_KEY_ID", &*id), ("AWS_SECRET_ACCESS_KEY", &*secret), ("ASSIZE_TEST_MOTO", &*moto.url)];
        support::child::in_child(name, &keys);
        moto.send("POST", "/moto-api/reset-auth", "s3", "us-east-1", &[], "1000000000").await;
        return;
    }
    let moto = Moto::there();
    let access = Access::Live {
        wire: moto.wire.clone(),
        environment: Arc::new(|_| None),
        secrets: Secrets::default(),
        run: "0123456789abcdef".into(),
    };
    let session = Aws.open(&source(&json!({"endpoint": moto.url, "imds": false})), access).await.unwrap();
    moto.send("POST", "/moto-api/reset-auth", "s3", "us-east-1", &[], "0").await;
    let sink = Sink::default();
    session.collect(&everything(), &moto.wire, &sink).await.unwrap();
    let collected = sink.finish();
    let all = resources(&collected);
    let account = &all["aws.iam.account arn:aws:iam::123456789012:root"];
    assert!(field(account, "summary").is_some(), "{:?}", account.gaps);
    let lacks: Vec<_> = account.gaps.values().map(|g| (g.cause, g.permission.as_deref().unwrap())).collect();
    for permission in ["iam:GetAccountPasswordPolicy", "iam:GenerateCredentialReport", "iam:ListVirtualMFADevices"] {
        assert!(lacks.contains(&(model::Cause::Denied, permission)), "{permission}: {lacks:?}");
    }
    let keys = collected.populations.iter().find(|p| p.kind.as_str() == "aws.iam.access_key").unwrap();
    assert!(!keys.complete && keys.items == 0);
    let bucket = &all["aws.s3.bucket arn:aws:s3:::full-bucket"];
    let gap = &bucket.gaps[&"encryption".parse().unwrap()];
    assert_eq!((gap.cause, gap.permission.as_deref()), (model::Cause::Denied, Some("s3:GetEncryptionConfiguration")));
}
