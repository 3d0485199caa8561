//! Lists of several pages, lists that do not end, and buckets in several regions. The stand-in for
//! AWS that the other tests use answers most lists in one page, so pages are made by hand here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use collect::Collected;
use http::Response;
use model::{Cause, Population};
use serde_json::{Value, json};
use support::estate::{self, attached, group, policy, query, role, sweep, user};
use support::{Asked, Reply, Server, collect, field, plan, refusal_for, reply, resources};

const SWEEP: &str = "iam:GetAccountAuthorizationDetails";

fn population<'c>(collected: &'c Collected, kind: &str) -> &'c Population {
    collected.populations.iter().find(|p| p.kind.as_str() == kind).unwrap()
}

/// Answers the sweep by its marker, everything else as the estate does.
async fn swept(server: &Server, page: impl Fn(Option<&str>) -> Reply + Send + Sync + 'static) -> Collected {
    let answer = move |asked: &Asked<'_>| {
        if asked.operation == SWEEP { page(asked.form("Marker").as_deref()) } else { estate::answer(asked) }
    };
    let wanted = plan(&[
        ("aws.iam.user", &["name", "is_admin"]),
        ("aws.iam.group", &["members"]),
        ("aws.iam.role", &["is_admin"]),
        ("aws.iam.policy", &["name"]),
    ]);
    collect(server.transport(answer), &json!({}), &wanted).await.unwrap()
}

fn member_of(group: &str) -> String {
    format!("<GroupList><member>{group}</member></GroupList>")
}

/// 500 users on 5 pages; what makes half of them administrators stands on the last page.
fn five_pages(marker: Option<&str>) -> Reply {
    let page: usize = marker.map_or(0, |m| m.trim_start_matches("page").parse().unwrap());
    let names = (0..100).map(|n| page * 100 + n);
    let users: String =
        names.map(|n| user(&format!("u{n}"), &member_of(if n % 2 == 0 { "admins" } else { "staff" }))).collect();
    let next = format!("page{}", page + 1);
    if page < 4 {
        return reply(200, sweep(&users, "", "", "", Some(&next)));
    }
    let groups = group("admins", &attached("everything", "123456789012")) + &group("staff", "");
    let roles = role("a", "/", &attached("AdministratorAccess", "aws")) + &role("b", "/", &attached("Other", "aws"));
    reply(200, sweep(&users, &groups, &roles, &policy("everything"), None))
}

#[tokio::test]
async fn a_sweep_is_followed_to_its_end_and_joined_over_its_pages() {
    let server = Server::default();
    let collected = swept(&server, five_pages).await;
    let users = population(&collected, "aws.iam.user");
    assert_eq!((users.pages, users.items, users.complete), (5, 500, true));
    assert!(collected.gaps.is_empty(), "{:?}", collected.gaps);
    let all = resources(&collected);
    let admin = |id: &str| field(&all[id], "is_admin").cloned();
    for n in [0, 1, 250, 499] {
        let expected = json!(n % 2 == 0);
        assert_eq!(admin(&format!("aws.iam.user arn:aws:iam::123456789012:user/u{n}")), Some(expected), "u{n}");
    }
    let members = field(&all["aws.iam.group arn:aws:iam::123456789012:group/staff"], "members").unwrap();
    assert_eq!(members.as_array().unwrap().len(), 250);
    assert_eq!(admin("aws.iam.role arn:aws:iam::123456789012:role/a"), Some(json!(true)), "known by its name");
    let unknown = &all["aws.iam.role arn:aws:iam::123456789012:role/b"];
    assert_eq!(field(unknown, "is_admin"), None, "a document that was not seen is not a no");
    assert!(unknown.gaps.values().all(|g| g.message.contains("policy/Other")));
}

#[tokio::test]
async fn iam_takes_few_calls_for_many_users() {
    let server = Server::default();
    let answer = |asked: &Asked<'_>| {
        if asked.operation == SWEEP { five_pages(asked.form("Marker").as_deref()) } else { estate::answer(asked) }
    };
    collect(server.transport(answer), &json!({}), &support::everything()).await.unwrap();
    let counts = server.counts();
    let calls: usize = counts.iter().filter(|(name, _)| !name.starts_with("s3")).map(|(_, n)| n).sum();
    assert!(calls <= 20, "{calls}: {counts:?}");
    assert_eq!(counts[SWEEP], 5);
}

#[tokio::test]
async fn a_sweep_that_breaks_off_keeps_what_it_read_and_knows_no_absence() {
    let collected = swept(&Server::default(), |marker| match marker {
        None => {
            let users = user("member", &member_of("g")) + &user("root-like", &attached("AdministratorAccess", "aws"));
            reply(200, sweep(&users, &group("g", ""), "", "", Some("two")))
        }
        Some(_) => refusal_for(SWEEP, 403, "AccessDenied"),
    })
    .await;
    for kind in ["aws.iam.user", "aws.iam.group", "aws.iam.role", "aws.iam.policy"] {
        assert!(!population(&collected, kind).complete, "{kind}");
        let gap = collected.gaps.iter().find(|g| g.kind.as_str() == kind).unwrap();
        assert_eq!((gap.cause, gap.permission.as_deref()), (Cause::Denied, Some(SWEEP)));
    }
    let all = resources(&collected);
    let member = &all["aws.iam.user arn:aws:iam::123456789012:user/member"];
    assert_eq!((field(member, "name"), field(member, "is_admin")), (Some(&json!("member")), None));
    let sure = &all["aws.iam.user arn:aws:iam::123456789012:user/root-like"];
    assert_eq!(field(sure, "is_admin"), Some(&json!(true)), "what was seen stays seen");
    let group = &all["aws.iam.group arn:aws:iam::123456789012:group/g"];
    assert!(field(group, "members").is_none() && group.gaps.len() == 1);
}

#[tokio::test]
async fn a_list_that_goes_in_circles_or_says_more_without_where_is_incomplete() {
    let circle = |marker: Option<&str>| {
        let (name, next) = if marker == Some("b") { ("two", "a") } else { ("one", "b") };
        let name = if marker == Some("a") { "three" } else { name };
        reply(200, sweep(&user(name, ""), "", "", "", Some(next)))
    };
    let server = Server::default();
    let collected = swept(&server, circle).await;
    assert_eq!(server.counts()[SWEEP], 3, "the circle is noticed when it closes");
    let users = population(&collected, "aws.iam.user");
    assert_eq!((users.items, users.complete), (3, false));
    let gap = collected.gaps.iter().find(|g| g.kind.as_str() == "aws.iam.user").unwrap();
    assert_eq!(gap.cause, Cause::BadReply);
    assert!(gap.message.contains("points back"), "{}", gap.message);

    let lost = |_: Option<&str>| {
        let page = sweep(&user("one", ""), "", "", "", None);
        reply(200, page.replace("<IsTruncated>false", "<IsTruncated>true"))
    };
    let collected = swept(&Server::default(), lost).await;
    assert!(!population(&collected, "aws.iam.user").complete);
    assert_eq!(resources(&collected).len(), 1);
}

#[tokio::test]
async fn a_count_that_contradicts_the_list_makes_it_incomplete() {
    let answer = |asked: &Asked<'_>| match asked.operation {
        SWEEP => reply(200, sweep(&user("alice", ""), "", &role("S", "/aws-service-role/x/", ""), "", None)),
        "iam:GetAccountSummary" => {
            let entry = |(k, v)| format!("<entry><key>{k}</key><value>{v}</value></entry>");
            let entries = [("Users", 2), ("Groups", 0), ("Roles", 0), ("Policies", 7)].map(entry).concat();
            reply(200, query(asked.operation, &format!("<SummaryMap>{entries}</SummaryMap>")))
        }
        _ => estate::answer(asked),
    };
    let wanted = plan(&[
        ("aws.iam.account", &["summary"]),
        ("aws.iam.user", &[]),
        ("aws.iam.group", &[]),
        ("aws.iam.role", &[]),
        ("aws.iam.policy", &[]),
    ]);
    let collected = collect(Server::default().transport(answer), &json!({}), &wanted).await.unwrap();
    let told = |kind: &str| (population(&collected, kind).independent_count, population(&collected, kind).complete);
    assert_eq!(told("aws.iam.user"), (Some(2), false));
    assert_eq!(told("aws.iam.group"), (Some(0), true));
    assert_eq!(told("aws.iam.role"), (None, true), "this count leaves service-linked roles out");
    assert_eq!(told("aws.iam.policy"), (None, true), "the summary counts other policies than the sweep lists");
    let messages: Vec<_> = collected.gaps.iter().map(|g| g.message.as_str()).collect();
    assert_eq!(messages, ["the account summary counts 2, the list holds 1"]);
}

#[tokio::test]
async fn policies_of_aws_that_nobody_has_are_not_the_accounts() {
    let policy = |owner: &str, name: &str, counts: &str| {
        let version = r"<PolicyVersionList><member><Document>%7B%22Statement%22%3A%5B%5D%7D</Document><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList>";
        format!(
            "<member><PolicyName>{name}</PolicyName><Arn>arn:aws:iam::{owner}:policy/{name}</Arn>{counts}{version}</member>"
        )
    };
    let counts = |attached: u8, bounds: u8| {
        format!(
            "<AttachmentCount>{attached}</AttachmentCount><PermissionsBoundaryUsageCount>{bounds}</PermissionsBoundaryUsageCount>"
        )
    };
    let policies = policy("aws", "Unused", &counts(0, 0))
        + &policy("aws", "Attached", &counts(1, 0))
        + &policy("aws", "Bounds", &counts(0, 1))
        + &policy("aws", "UntoldBounds", "<AttachmentCount>0</AttachmentCount>")
        + &policy("aws", "UntoldUnused", "<AttachmentCount>0</AttachmentCount>")
        + &policy("123456789012", "Own", &counts(0, 0));
    // A permissions boundary that no count tells of; on a later page, and in front of a page that is lost.
    let bound = "<PermissionsBoundary><PermissionsBoundaryArn>arn:aws:iam::aws:policy/UntoldBounds</PermissionsBoundaryArn></PermissionsBoundary>";
    for (lost, expected) in [
        (false, vec!["Own", "Attached", "Bounds", "UntoldBounds"]),
        (true, vec!["Own", "Attached", "Bounds", "UntoldBounds", "UntoldUnused"]),
    ] {
        let policies = policies.clone();
        let answer = move |asked: &Asked<'_>| match asked.operation {
            SWEEP if asked.form("Marker").is_none() => reply(200, sweep("", "", "", &policies, Some("next"))),
            SWEEP if lost => refusal_for(SWEEP, 400, "ValidationError"),
            SWEEP => reply(200, sweep(&user("alice", bound), "", "", "", None)),
            _ => estate::answer(asked),
        };
        let wanted = plan(&[("aws.iam.policy", &["name", "aws_managed", "attachment_count"])]);
        let collected = collect(Server::default().transport(answer), &json!({}), &wanted).await.unwrap();
        let names: Vec<_> = resources(&collected).values().map(|r| field(r, "name").cloned().unwrap()).collect();
        assert_eq!(names, expected, "by ARN; without the last page nobody knows whom the others bound");
        let listed = population(&collected, "aws.iam.policy");
        assert_eq!((listed.items, listed.complete), (expected.len() as u64, !lost));
    }
}

fn buckets(names: &[&str], region: Option<&str>, token: Option<&str>) -> Reply {
    let region = region.map(|r| format!("<BucketRegion>{r}</BucketRegion>")).unwrap_or_default();
    let bucket = |name: &&str| {
        format!("<Bucket><Name>{name}</Name><CreationDate>2022-01-01T00:00:00Z</CreationDate>{region}</Bucket>")
    };
    let list: String = names.iter().map(bucket).collect();
    let token = token.map(|t| format!("<ContinuationToken>{t}</ContinuationToken>")).unwrap_or_default();
    reply(200, format!("<ListAllMyBucketsResult><Buckets>{list}</Buckets>{token}</ListAllMyBucketsResult>"))
}

#[tokio::test]
async fn buckets_are_listed_to_the_last_page_and_asked_in_their_region() {
    let answer = |asked: &Asked<'_>| match asked.operation {
        "s3:ListBuckets" if asked.request.uri().query().unwrap().contains("continuation-token=next") => {
            buckets(&["second"], Some("ap-south-1"), None)
        }
        "s3:ListBuckets" => buckets(&["first"], Some("eu-west-1"), Some("next")),
        "s3:GetBucketVersioning" => {
            let right = ["first.s3.eu-west-1.amazonaws.com", "second.s3.ap-south-1.amazonaws.com"];
            assert!(right.contains(&asked.host()), "{}", asked.host());
            estate::answer(asked)
        }
        _ => estate::answer(asked),
    };
    let wanted = plan(&[("aws.s3.bucket", &["name", "region", "versioning"])]);
    let server = Server::default();
    let collected = collect(server.transport(answer), &json!({}), &wanted).await.unwrap();
    let listed = population(&collected, "aws.s3.bucket");
    assert_eq!((listed.pages, listed.items, listed.complete), (2, 2, true));
    let regions: Vec<_> = resources(&collected).values().map(|r| field(r, "region").cloned().unwrap()).collect();
    assert_eq!(regions, [json!("eu-west-1"), json!("ap-south-1")]);
    let counts = server.counts();
    assert_eq!(counts.get("s3:GetBucketLocation"), None, "the list told the regions");
    assert_eq!(counts["s3:GetBucketVersioning"], 2);
}

#[tokio::test]
async fn a_redirect_to_another_region_is_followed_once() {
    for (status, code) in
        [(301, "PermanentRedirect"), (400, "AuthorizationHeaderMalformed"), (307, "TemporaryRedirect")]
    {
        let answer = move |asked: &Asked<'_>| match asked.operation {
            "s3:ListBuckets" => buckets(&["moved", "spinning"], None, None),
            "s3:GetBucketLocation" => refusal_for("s3:", 403, "AccessDenied"),
            "s3:GetBucketVersioning" | "s3:GetBucketTagging" => {
                let spinning = asked.host().starts_with("spinning");
                if asked.host().contains("eu-central-1") && !spinning {
                    return estate::answer(asked);
                }
                let to = if spinning && asked.host().contains("eu-central-1") { "us-west-2" } else { "eu-central-1" };
                let body = format!("<Error><Code>{code}</Code><Message>elsewhere</Message></Error>");
                let reply = Response::builder().status(status).header("x-amz-bucket-region", to);
                Ok(reply.body(body.into()).unwrap())
            }
            _ => estate::answer(asked),
        };
        let wanted = plan(&[("aws.s3.bucket", &["versioning", "tags"])]);
        let server = Server::default();
        let collected = collect(server.transport(answer), &json!({}), &wanted).await.unwrap();
        let all = resources(&collected);
        let moved = &all["aws.s3.bucket arn:aws:s3:::moved"];
        assert_eq!(field(moved, "versioning").unwrap()["status"], "Enabled", "{status}");
        assert!(field(moved, "tags").is_some());
        let spinning = &all["aws.s3.bucket arn:aws:s3:::spinning"];
        assert_eq!((spinning.fields.len(), spinning.gaps.len()), (0, 2), "{status}");
        let asked = server.counts();
        assert_eq!(
            asked["s3:GetBucketVersioning"] + asked["s3:GetBucketTagging"],
            2 + 1 + 2 + 2,
            "{status}: {asked:?}"
        );
    }
}

#[tokio::test]
async fn a_bucket_that_went_away_is_a_gap_and_not_unset() {
    let answer = |asked: &Asked<'_>| match asked.operation {
        "s3:GetBucketEncryption" | "s3:GetBucketPolicy" => refusal_for("s3:", 404, "NoSuchBucket"),
        _ => estate::answer(asked),
    };
    let wanted = plan(&[("aws.s3.bucket", &["encryption", "policy"])]);
    let collected = collect(Server::default().transport(answer), &json!({}), &wanted).await.unwrap();
    for resource in resources(&collected).values() {
        assert!(resource.fields.is_empty(), "{resource:?}");
        assert!(resource.gaps.values().all(|g| g.message.contains("went away")));
    }
}

#[tokio::test]
async fn a_report_that_never_gets_ready_is_a_gap_after_a_bounded_number_of_questions() {
    let answer = |asked: &Asked<'_>| match asked.operation {
        "iam:GenerateCredentialReport" => reply(200, query(asked.operation, "<State>INPROGRESS</State>")),
        _ => estate::answer(asked),
    };
    let server = Server::default();
    let wanted = plan(&[("aws.iam.access_key", &["active"])]);
    let collected = collect(server.transport(answer), &json!({}), &wanted).await.unwrap();
    assert_eq!(server.counts()["iam:GenerateCredentialReport"], 12);
    assert_eq!(server.counts().get("iam:GetCredentialReport"), None);
    assert!(!population(&collected, "aws.iam.access_key").complete);
    assert_eq!(collected.gaps[0].cause, Cause::Transient);
}

#[tokio::test]
async fn a_user_without_a_row_in_the_report_is_a_gap_for_its_credentials_and_keys() {
    let answer = |asked: &Asked<'_>| match asked.operation {
        SWEEP => reply(200, sweep(&(user("alice", "") + &user("newcomer", "")), "", "", "", None)),
        _ => estate::answer(asked),
    };
    let wanted = plan(&[("aws.iam.user", &["credentials"]), ("aws.iam.access_key", &["active"])]);
    let collected = collect(Server::default().transport(answer), &json!({}), &wanted).await.unwrap();
    let all = resources(&collected);
    assert!(field(&all["aws.iam.user arn:aws:iam::123456789012:user/alice"], "credentials").is_some());
    let newcomer = &all["aws.iam.user arn:aws:iam::123456789012:user/newcomer"];
    assert!(newcomer.gaps.values().any(|g| g.cause == Cause::BadReply && g.message.contains("no row")));
    assert!(!population(&collected, "aws.iam.access_key").complete, "the newcomer's keys were not seen");
}

/// What `services_last_used` of alice comes to, where the n-th question for the job gets that answer.
async fn last_used<const N: usize>(answers: [&'static str; N]) -> (Option<Value>, Option<Cause>) {
    let asked_before = std::sync::atomic::AtomicUsize::new(0);
    let answer = move |asked: &Asked<'_>| {
        if asked.operation != LAST_USED {
            return estate::answer(asked);
        }
        let turn = asked_before.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        reply(200, query(LAST_USED, answers[turn.min(N - 1)]))
    };
    let wanted = plan(&[("aws.iam.user", &["services_last_used"])]);
    let collected = collect(Server::default().transport(answer), &json!({}), &wanted).await.unwrap();
    let alice = &resources(&collected)["aws.iam.user arn:aws:iam::123456789012:user/alice"];
    (field(alice, "services_last_used").cloned(), alice.gaps.values().next().map(|gap| gap.cause))
}

const LAST_USED: &str = "iam:GetServiceLastAccessedDetails";
const WAIT: &str = "<JobStatus>IN_PROGRESS</JobStatus>";
const DONE: &str = "<JobStatus>COMPLETED</JobStatus><ServicesLastAccessed><member><ServiceNamespace>bedrock\
    </ServiceNamespace></member></ServicesLastAccessed>";
const FIRST: &str = "<JobStatus>COMPLETED</JobStatus><IsTruncated>true</IsTruncated><Marker>m</Marker>\
    <ServicesLastAccessed><member><ServiceNamespace>s3</ServiceNamespace></member></ServicesLastAccessed>";

#[tokio::test]
async fn a_job_is_waited_for_and_read_to_its_last_page() {
    let never = Some(json!({"bedrock": null}));
    assert_eq!(last_used([DONE]).await, (never.clone(), None));
    assert_eq!(last_used([WAIT, WAIT, FIRST, DONE]).await, (never, None));
    assert_eq!(last_used([WAIT]).await, (None, Some(Cause::Transient)), "it does not wait for ever");
    for bad in ["<JobStatus>FAILED</JobStatus>", "<JobStatus>COMPLETED</JobStatus>", "<IsTruncated>false</IsTruncated>"]
    {
        assert_eq!(last_used([bad]).await, (None, Some(Cause::BadReply)), "{bad}");
    }
}

#[tokio::test]
async fn only_what_is_wanted_is_asked() {
    for (wanted, expected) in [
        (("aws.iam.account", &["summary"] as &[&str]), vec!["iam:GetAccountSummary"]),
        (("aws.iam.account", &["password_policy"]), vec!["iam:GetAccountPasswordPolicy"]),
        (("aws.iam.account", &["root_credentials"]), vec!["iam:GenerateCredentialReport", "iam:GetCredentialReport"]),
        (("aws.iam.account", &["support_role_attached"]), vec![SWEEP]),
        (("aws.iam.account", &["organization_features"]), vec!["iam:ListOrganizationsFeatures"]),
        (("aws.iam.user", &["name"]), vec![SWEEP]),
        (("aws.iam.user", &["rights"]), vec![SWEEP]),
        // Only alice may use the services asked after: neither role has a policy.
        (("aws.iam.role", &["services_last_used"]), vec![SWEEP]),
        (
            ("aws.iam.user", &["services_last_used"]),
            vec!["iam:GenerateServiceLastAccessedDetails", SWEEP, "iam:GetServiceLastAccessedDetails"],
        ),
        (("aws.iam.oidc_provider", &[]), vec!["iam:ListOpenIDConnectProviders"]),
        (("aws.s3.account", &["public_access_block"]), vec!["s3control:GetPublicAccessBlock"]),
        (("aws.s3.bucket", &["name", "region", "created_at"]), vec!["s3:ListBuckets"]),
        (("aws.s3.bucket", &["acl"]), vec!["s3:GetBucketAcl", "s3:GetBucketAcl", "s3:ListBuckets"]),
    ] {
        let server = Server::default();
        collect(server.transport(estate::answer), &json!({}), &plan(&[wanted])).await.unwrap();
        let mut asked = server.log.lock().unwrap().clone();
        asked.retain(|operation| operation != "sts:GetCallerIdentity");
        asked.sort();
        assert_eq!(asked, expected, "{wanted:?}");
    }
    let server = Server::default();
    let other = plan(&[("github.repo.repository", &["visibility"])]);
    collect(server.transport(estate::answer), &json!({}), &other).await.unwrap();
    assert!(server.counts().is_empty(), "another connector's kinds are none of ours");
}

#[tokio::test]
async fn the_account_s_block_is_asked_at_s3_control_and_signed_for_it() {
    let answer = |asked: &Asked<'_>| {
        if asked.operation == "s3control:GetPublicAccessBlock" {
            let url =
                "https://123456789012.s3-control.eu-west-1.amazonaws.com/v20180820/configuration/publicAccessBlock";
            assert_eq!(asked.request.uri(), url);
            let headers = asked.request.headers();
            assert_eq!(headers["x-amz-account-id"], "123456789012");
            let signed = headers["authorization"].to_str().unwrap();
            assert!(signed.contains("eu-west-1/s3/aws4_request"), "{signed}");
            assert!(signed.contains("host;") && signed.contains("x-amz-account-id"), "{signed}");
        }
        assert!(asked.request.extensions().get::<wire::Idempotent>().is_some(), "a read may be sent twice");
        estate::answer(asked)
    };
    let server = Server::default();
    let wanted = plan(&[("aws.s3.account", &["public_access_block"])]);
    let collected = collect(server.transport(answer), &json!({"region": "eu-west-1"}), &wanted).await.unwrap();
    let account = &resources(&collected)["aws.s3.account 123456789012"];
    assert_eq!(field(account, "public_access_block").unwrap()["restrict_public_buckets"], false);
    assert_eq!(server.counts()["s3control:GetPublicAccessBlock"], 1);
}

#[tokio::test]
async fn the_account_s_block_is_asked_where_the_settings_say() {
    for (settings, host) in [
        (json!({"use_fips": true}), "123456789012.s3-control-fips.us-east-1.amazonaws.com"),
        (json!({"use_dualstack": true}), "123456789012.s3-control.dualstack.us-east-1.amazonaws.com"),
        (json!({"endpoints": {"s3control": "https://control.acme.example"}}), "control.acme.example"),
    ] {
        let answer = move |asked: &Asked<'_>| {
            assert!(asked.operation != "s3control:GetPublicAccessBlock" || asked.host() == host, "{}", asked.host());
            estate::answer(asked)
        };
        let server = Server::default();
        let wanted = plan(&[("aws.s3.account", &["public_access_block"])]);
        collect(server.transport(answer), &settings, &wanted).await.unwrap();
        assert_eq!(server.counts()["s3control:GetPublicAccessBlock"], 1);
    }
}
