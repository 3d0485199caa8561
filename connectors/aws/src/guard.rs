//! Looks at a successful reply before the SDK does. The SDK reads XML leniently: a body that is cut
//! off, or that lacks the list, can come out as an empty list, and an empty list would be evidence
//! that nothing exists. So here the body must be whole, and hold what the operation always answers.
//! It must never change what a reply says.

use bytes::Bytes;
use xmlparser::{ElementEnd, Token, Tokenizer};

/// Deepest nesting that is read. AWS replies stay under 12.
const MAX_DEPTH: usize = 64;

/// A successful reply that says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreadable(pub(crate) String);

/// What the reply of an operation must hold.
struct Shape {
    /// The names its root may have.
    roots: &'static [&'static str],
    /// Elements that must stand directly under the result, or (`A/B`) under such a one.
    needs: &'static [&'static str],
}

/// Shapes of the rest-xml operations (S3), whose result is the root.
fn rest(operation: &str) -> Option<Shape> {
    let (roots, needs): (&[&str], &[&str]) = match operation {
        "s3:ListBuckets" => (&["ListAllMyBucketsResult"], &["Buckets"]),
        "s3:GetBucketLocation" => (&["LocationConstraint"], &[]),
        "s3:GetBucketEncryption" => (&["ServerSideEncryptionConfiguration"], &["Rule"]),
        // A bucket that never had versioning answers an empty root.
        "s3:GetBucketVersioning" => (&["VersioningConfiguration", VERSIONING_ELSEWHERE], &[]),
        "s3:GetPublicAccessBlock" | "s3control:GetPublicAccessBlock" => (
            &["PublicAccessBlockConfiguration"],
            &["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"],
        ),
        "s3:GetBucketPolicyStatus" => (&["PolicyStatus"], &["IsPublic"]),
        "s3:GetBucketAcl" => (&["AccessControlPolicy"], &["Owner", "AccessControlList"]),
        "s3:GetBucketOwnershipControls" => (&["OwnershipControls"], &["Rule"]),
        // A bucket without logging answers an empty root.
        "s3:GetBucketLogging" => (&["BucketLoggingStatus"], &[]),
        "s3:GetBucketLifecycleConfiguration" => (&["LifecycleConfiguration"], &["Rule"]),
        "s3:GetObjectLockConfiguration" => (&["ObjectLockConfiguration"], &[]),
        "s3:GetBucketReplication" => (&["ReplicationConfiguration"], &["Rule"]),
        "s3:GetBucketTagging" => (&["Tagging"], &["TagSet"]),
        _ => return None,
    };
    Some(Shape { roots, needs })
}

/// How other servers than AWS name the root of versioning.
const VERSIONING_ELSEWHERE: &str = "GetBucketVersioningResponse";

/// The body with the root that the SDK insists on, where another server names it otherwise. What
/// was recorded is not touched.
pub(crate) fn respell(operation: &str, body: Bytes) -> Bytes {
    match std::str::from_utf8(&body) {
        // A seed that the wire withheld is no base64, which the SDK wants there.
        Ok(text) if operation == "iam:ListVirtualMFADevices" && text.contains(WITHHELD) => {
            Bytes::from(text.replace(WITHHELD, "><"))
        }
        _ if operation != "s3:GetBucketVersioning" => body,
        Ok(text) if text.contains(VERSIONING_ELSEWHERE) => {
            let opening = text.replace(&format!("<{VERSIONING_ELSEWHERE}"), "<VersioningConfiguration");
            Bytes::from(opening.replace(&format!("</{VERSIONING_ELSEWHERE}"), "</VersioningConfiguration"))
        }
        _ => body,
    }
}

/// The whole text of an element whose secret the wire replaced.
const WITHHELD: &str = ">[redacted:member]<";

/// What must stand in `<…Result>` of the query operations (IAM, STS).
fn query(operation: &str) -> Option<&'static [&'static str]> {
    Some(match operation {
        "sts:GetCallerIdentity" => &["Account", "Arn"],
        "iam:GetAccountSummary" => &["SummaryMap"],
        // The SDK reads a missing flag as false.
        "iam:GetAccountPasswordPolicy" => &[
            "PasswordPolicy/MinimumPasswordLength",
            "PasswordPolicy/RequireSymbols",
            "PasswordPolicy/RequireNumbers",
            "PasswordPolicy/RequireUppercaseCharacters",
            "PasswordPolicy/RequireLowercaseCharacters",
            "PasswordPolicy/AllowUsersToChangePassword",
        ],
        "iam:GenerateCredentialReport" => &["State"],
        "iam:GetCredentialReport" => &["Content"],
        "iam:GetAccountAuthorizationDetails" => {
            &["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "IsTruncated"]
        }
        "iam:GenerateServiceLastAccessedDetails" => &["JobId"],
        "iam:GetServiceLastAccessedDetails" => &["JobStatus"],
        "iam:ListOrganizationsFeatures" => &["EnabledFeatures"],
        "iam:ListVirtualMFADevices" => &["VirtualMFADevices", "IsTruncated"],
        "iam:ListSAMLProviders" => &["SAMLProviderList"],
        "iam:ListOpenIDConnectProviders" => &["OpenIDConnectProviderList"],
        "iam:GetOpenIDConnectProvider" => &["Url"],
        "iam:ListServerCertificates" => &["ServerCertificateMetadataList", "IsTruncated"],
        _ => return None,
    })
}

/// Checks the body of a successful reply to `operation`. Operations of other services (those that
/// fetch credentials) and replies that are not XML by contract pass: their readers are strict.
pub(crate) fn check(operation: &str, body: &[u8]) -> Result<(), Unreadable> {
    if let Some(shape) = rest(operation) {
        return match walk(body, 1) {
            Ok(found) if shape.roots.contains(&found.root.as_str()) => lacking(operation, &found, shape.needs),
            Ok(found) => Err(foreign(operation, &found.root)),
            Err(why) => Err(Unreadable(format!("the reply to {operation} {why}"))),
        };
    }
    let Some(needs) = query(operation) else { return Ok(()) };
    let name = operation.rsplit(':').next().unwrap_or(operation);
    match walk(body, 2) {
        Ok(found) if found.root != format!("{name}Response") => Err(foreign(operation, &found.root)),
        Ok(found) if found.result.as_deref() != Some(format!("{name}Result").as_str()) => {
            Err(Unreadable(format!("the reply to {operation} holds no {name}Result")))
        }
        Ok(found) => lacking(operation, &found, needs),
        Err(why) => Err(Unreadable(format!("the reply to {operation} {why}"))),
    }
}

fn foreign(operation: &str, root: &str) -> Unreadable {
    let root: String = root.chars().take(60).collect();
    Unreadable(format!("the reply to {operation} is a <{root}> document, not what the operation answers"))
}

fn lacking(operation: &str, found: &Outline, needs: &[&str]) -> Result<(), Unreadable> {
    match needs.iter().find(|need| !found.children.iter().any(|child| child == *need)) {
        None => Ok(()),
        Some(need) => Err(Unreadable(format!("the reply to {operation} holds no {need}"))),
    }
}

/// The outer elements of a well-formed document.
#[derive(Debug, Default)]
struct Outline {
    root: String,
    /// The first element under the root.
    result: Option<String>,
    /// Elements at the level asked for, under the first result, and (`A/B`) those one below; each
    /// name once.
    children: Vec<String>,
}

/// Reads a whole document. `level` 1 lists what stands under the root, 2 what stands under the
/// first element of the root.
fn walk(body: &[u8], level: usize) -> Result<Outline, String> {
    let text = std::str::from_utf8(body).map_err(|_| "is not UTF-8".to_owned())?;
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    if is_html(body) {
        return Err("is a web page".to_owned());
    }
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut outline = Outline::default();
    let mut seconds = 0_u32;
    for token in Tokenizer::from(text) {
        match token.map_err(|e| format!("is not whole XML: {e}"))? {
            Token::DtdStart { .. } | Token::EmptyDtd { .. } | Token::EntityDeclaration { .. } => {
                return Err("has a document type, which AWS never sends".to_owned());
            }
            Token::ElementStart { prefix, local, .. } => {
                if open.is_empty() && !outline.root.is_empty() {
                    return Err("is not whole XML: it has two roots".to_owned());
                }
                let above = open.last().map_or("", |(_, name)| *name);
                note(&mut outline, &mut seconds, (open.len(), level), above, local.as_str());
                open.push((prefix.as_str(), local.as_str()));
                if open.len() > MAX_DEPTH {
                    return Err(format!("is nested deeper than {MAX_DEPTH} elements"));
                }
            }
            Token::ElementEnd { end: ElementEnd::Empty, .. } => drop(open.pop()),
            Token::ElementEnd { end: ElementEnd::Close(prefix, local), .. }
                if open.pop() != Some((prefix.as_str(), local.as_str())) =>
            {
                return Err(format!("is not whole XML: </{local}> closes nothing"));
            }
            _ => {}
        }
    }
    match open.last() {
        Some((_, name)) => Err(format!("is cut off inside <{name}>")),
        None if outline.root.is_empty() => Err("holds no element".to_owned()),
        None => Ok(outline),
    }
}

fn note(outline: &mut Outline, seconds: &mut u32, (depth, level): (usize, usize), above: &str, name: &str) {
    if depth == 0 {
        name.clone_into(&mut outline.root);
    }
    if depth == 1 {
        *seconds += 1;
        outline.result.get_or_insert_with(|| name.to_owned());
    }
    let inside = level == 1 || *seconds == 1;
    let known = |known: &str| if depth == level { known == name } else { known.split_once('/') == Some((above, name)) };
    if inside && (depth == level || depth == level + 1) && !outline.children.iter().any(|child| known(child)) {
        outline.children.push(if depth == level { name.to_owned() } else { format!("{above}/{name}") });
    }
}

/// True if the body begins as a web page does.
pub(crate) fn is_html(body: &[u8]) -> bool {
    let start: Vec<u8> =
        body.iter().copied().skip_while(u8::is_ascii_whitespace).take(14).map(|b| b.to_ascii_lowercase()).collect();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

/// Code and message of an error document, wherever they stand in it: S3 control wraps them in
/// another way than S3 does.
pub(crate) fn error_of(body: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(body).ok()?;
    let (mut here, mut code, mut message) = ("", None, None);
    for token in Tokenizer::from(text).take(1000) {
        match token.ok()? {
            Token::ElementStart { local, .. } => here = local.as_str(),
            Token::Text { text } if here == "Code" && code.is_none() => code = Some(text.as_str().trim().to_owned()),
            Token::Text { text } if here == "Message" && message.is_none() => {
                message = Some(text.as_str().trim().to_owned());
            }
            Token::ElementEnd { end: ElementEnd::Close(..), .. } => here = "",
            _ => {}
        }
    }
    code.map(|code| (code, message.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPERATIONS: [&str; 24] = [
        "sts:GetCallerIdentity",
        "iam:GetAccountSummary",
        "iam:GetAccountPasswordPolicy",
        "iam:GenerateCredentialReport",
        "iam:GetCredentialReport",
        "iam:GetAccountAuthorizationDetails",
        "iam:ListVirtualMFADevices",
        "iam:ListSAMLProviders",
        "iam:ListOpenIDConnectProviders",
        "iam:GetOpenIDConnectProvider",
        "iam:ListServerCertificates",
        "s3:ListBuckets",
        "s3:GetBucketLocation",
        "s3:GetBucketEncryption",
        "s3:GetBucketVersioning",
        "s3:GetPublicAccessBlock",
        "s3control:GetPublicAccessBlock",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketAcl",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketLogging",
        "s3:GetBucketLifecycleConfiguration",
        "s3:GetObjectLockConfiguration",
        "s3:GetBucketReplication",
    ];

    const SAML: &str = "<ListSAMLProvidersResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
        <ListSAMLProvidersResult><SAMLProviderList><member><Arn>a</Arn></member></SAMLProviderList>\
        </ListSAMLProvidersResult></ListSAMLProvidersResponse>";

    #[test]
    fn no_operation_takes_a_body_that_says_nothing() {
        let deep = "<a>".repeat(10 * 1024 * 1024 / 3);
        for operation in OPERATIONS {
            for body in ["", " \n", "<html><body/></html>", "<!DOCTYPE html><html></html>", "<Other/>", "{}", &deep] {
                let shown: String = body.chars().take(20).collect();
                assert!(check(operation, body.as_bytes()).is_err(), "{operation} took {shown:?}");
            }
            assert!(check(operation, b"\xff\xfe").is_err());
        }
    }

    #[test]
    fn the_message_says_what_is_wrong() {
        let message = |body: &str| check("iam:ListSAMLProviders", body.as_bytes()).unwrap_err().to_string();
        assert!(message("<html></html>").contains("web page"));
        assert!(message("").contains("empty"));
        let cut = SAML.trim_end_matches("</ListSAMLProvidersResponse>");
        assert!(message(cut).contains("cut off inside <ListSAMLProvidersResponse>"));
        assert!(message(&"<a>".repeat(100)).contains("nested deeper"));
        let lacks = "<ListSAMLProvidersResponse><ListSAMLProvidersResult/></ListSAMLProvidersResponse>";
        assert!(message(lacks).contains("holds no SAMLProviderList"));
        let elsewhere = lacks.replace("Result/>", "Result/><Other><SAMLProviderList/></Other>");
        assert!(message(&elsewhere).contains("holds no SAMLProviderList"), "the list must stand in the result");
        let bomb = format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{SAML}");
        assert!(message(&bomb).contains("document type"));
    }

    #[test]
    fn error_documents_of_both_shapes_are_read() {
        let expected = Some(("NoSuchX".to_owned(), "it is not there".to_owned()));
        for body in [
            "<Error><Code>NoSuchX</Code><Message>it is not there</Message></Error>",
            "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchX</Code><Message>it is not there</Message></Error></ErrorResponse>",
        ] {
            assert_eq!(error_of(body.as_bytes()), expected);
        }
        assert_eq!(error_of(b"<html>"), None);
    }

    #[test]
    fn the_root_of_another_server_is_respelled_and_nothing_else() {
        let text = "<GetBucketVersioningResponse a=\"b\"><Status>Enabled</Status></GetBucketVersioningResponse>";
        let respelled = respell("s3:GetBucketVersioning", Bytes::from(text));
        let expected = "<VersioningConfiguration a=\"b\"><Status>Enabled</Status></VersioningConfiguration>";
        assert_eq!(respelled, expected);
        assert_eq!(respell("s3:GetBucketPolicy", Bytes::from(text)), text);
    }

    proptest! {
        #[test]
        fn every_cut_of_a_good_reply_is_refused(at in 0..SAML.len()) {
            prop_assert!(check("iam:ListSAMLProviders", SAML.as_bytes()).is_ok());
            prop_assert!(check("iam:ListSAMLProviders", &SAML.as_bytes()[..at]).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = check("s3:ListBuckets", &body);
            let _ = error_of(&body);
        }
    }
}
