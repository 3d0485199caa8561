//! A small account in the shapes that AWS documents: each operation's whole answer.

use base64::Engine as _;

use super::{Asked, Reply, refusal, refusal_for, reply};

pub(crate) const OPERATIONS: [&str; 28] = [
    "sts:GetCallerIdentity",
    "iam:GetAccountSummary",
    "iam:GetAccountPasswordPolicy",
    "iam:GenerateCredentialReport",
    "iam:GetCredentialReport",
    "iam:GetAccountAuthorizationDetails",
    "iam:GenerateServiceLastAccessedDetails",
    "iam:GetServiceLastAccessedDetails",
    "iam:ListVirtualMFADevices",
    "iam:ListOrganizationsFeatures",
    "iam:ListSAMLProviders",
    "iam:ListOpenIDConnectProviders",
    "iam:GetOpenIDConnectProvider",
    "iam:ListServerCertificates",
    "s3control:GetPublicAccessBlock",
    "s3:ListBuckets",
    "s3:GetBucketEncryption",
    "s3:GetBucketVersioning",
    "s3:GetPublicAccessBlock",
    "s3:GetBucketPolicy",
    "s3:GetBucketPolicyStatus",
    "s3:GetBucketAcl",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketLogging",
    "s3:GetBucketLifecycleConfiguration",
    "s3:GetObjectLockConfiguration",
    "s3:GetBucketReplication",
    "s3:GetBucketTagging",
];

const REPORT: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
cert_1_last_rotated,cert_2_active,cert_2_last_rotated
<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-02T03:04:05+00:00,\
not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
alice,arn:aws:iam::123456789012:user/alice,2021-01-01T00:00:00+00:00,true,no_information,2021-01-01T00:00:00+00:00,\
N/A,false,true,2021-02-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
";

const ALLOW_ALL: &str = "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
const TRUST: &str = "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22ec2.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D";
const BLOCK: &str = "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
    <IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>\
    <RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>";

/// Wraps what an IAM or STS operation answers.
pub(crate) fn query(operation: &str, result: &str) -> String {
    let name = operation.rsplit(':').next().unwrap();
    format!(
        "<{name}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><{name}Result>{result}</{name}Result>\
         <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{name}Response>"
    )
}

/// A user of the sweep. `more` are further elements.
pub(crate) fn user(name: &str, more: &str) -> String {
    format!(
        "<member><Path>/</Path><UserName>{name}</UserName><UserId>AIDA{name}</UserId>\
         <Arn>arn:aws:iam::123456789012:user/{name}</Arn><CreateDate>2021-01-01T00:00:00Z</CreateDate>{more}</member>"
    )
}

pub(crate) fn attached(name: &str, owner: &str) -> String {
    format!(
        "<AttachedManagedPolicies><member><PolicyName>{name}</PolicyName>\
         <PolicyArn>arn:aws:iam::{owner}:policy/{name}</PolicyArn></member></AttachedManagedPolicies>"
    )
}

pub(crate) fn group(name: &str, more: &str) -> String {
    format!(
        "<member><Path>/</Path><GroupName>{name}</GroupName><GroupId>AGPA{name}</GroupId>\
         <Arn>arn:aws:iam::123456789012:group/{name}</Arn><CreateDate>2021-01-01T00:00:00Z</CreateDate>{more}</member>"
    )
}

pub(crate) fn role(name: &str, path: &str, more: &str) -> String {
    format!(
        "<member><Path>{path}</Path><RoleName>{name}</RoleName><RoleId>AROA{name}</RoleId>\
         <Arn>arn:aws:iam::123456789012:role{path}{name}</Arn><CreateDate>2021-01-01T00:00:00Z</CreateDate>\
         <AssumeRolePolicyDocument>{TRUST}</AssumeRolePolicyDocument>{more}</member>"
    )
}

pub(crate) fn policy(name: &str) -> String {
    format!(
        "<member><PolicyName>{name}</PolicyName><Arn>arn:aws:iam::123456789012:policy/{name}</Arn>\
         <AttachmentCount>1</AttachmentCount><PolicyVersionList><member><VersionId>v1</VersionId>\
         <IsDefaultVersion>true</IsDefaultVersion><Document>{ALLOW_ALL}</Document></member></PolicyVersionList></member>"
    )
}

/// A page of the sweep; `next` is where the next one begins.
pub(crate) fn sweep(users: &str, groups: &str, roles: &str, policies: &str, next: Option<&str>) -> String {
    let more = next.map_or_else(
        || "<IsTruncated>false</IsTruncated>".to_owned(),
        |marker| format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"),
    );
    let lists = format!(
        "<UserDetailList>{users}</UserDetailList><GroupDetailList>{groups}</GroupDetailList>\
         <RoleDetailList>{roles}</RoleDetailList><Policies>{policies}</Policies>{more}"
    );
    query("iam:GetAccountAuthorizationDetails", &lists)
}

/// What the account answers.
pub(crate) fn answer(asked: &Asked<'_>) -> Reply {
    let operation = asked.operation;
    if let Some(result) = iam(operation) {
        return reply(200, query(operation, &result));
    }
    match s3(operation, &asked.request.uri().to_string()) {
        Some(Ok(body)) => reply(200, body),
        Some(Err(code)) => refusal_for(operation, 404, code),
        None => refusal(400, "InvalidAction"),
    }
}

fn iam(operation: &str) -> Option<String> {
    Some(match operation {
        "sts:GetCallerIdentity" => "<Arn>arn:aws:iam::123456789012:user/auditor</Arn><UserId>A</UserId>\
            <Account>123456789012</Account>"
            .to_owned(),
        "iam:GetAccountSummary" => {
            let entry = |(key, value)| format!("<entry><key>{key}</key><value>{value}</value></entry>");
            let entries = [("Users", 1), ("Groups", 1), ("Roles", 2), ("Policies", 1), ("AccountMFAEnabled", 1)];
            format!("<SummaryMap>{}</SummaryMap>", entries.map(entry).concat())
        }
        "iam:GetAccountPasswordPolicy" => "<PasswordPolicy><MinimumPasswordLength>14</MinimumPasswordLength>\
            <RequireSymbols>true</RequireSymbols><RequireNumbers>true</RequireNumbers>\
            <RequireUppercaseCharacters>true</RequireUppercaseCharacters><RequireLowercaseCharacters>true\
            </RequireLowercaseCharacters><AllowUsersToChangePassword>true</AllowUsersToChangePassword>\
            <ExpirePasswords>false</ExpirePasswords></PasswordPolicy>"
            .to_owned(),
        "iam:GenerateCredentialReport" => "<State>COMPLETE</State>".to_owned(),
        "iam:GetCredentialReport" => {
            let content = base64::engine::general_purpose::STANDARD.encode(REPORT);
            format!("<Content>{content}</Content><ReportFormat>text/csv</ReportFormat>")
        }
        "iam:GetAccountAuthorizationDetails" => return Some(sweep_of_the_estate()),
        "iam:GenerateServiceLastAccessedDetails" => "<JobId>job-1</JobId>".to_owned(),
        "iam:GetServiceLastAccessedDetails" => "<JobStatus>COMPLETED</JobStatus><JobType>SERVICE_LEVEL</JobType>\
            <JobCreationDate>2026-11-24T00:00:00Z</JobCreationDate><JobCompletionDate>2026-11-24T00:00:01Z</JobCompletionDate>\
            <IsTruncated>false</IsTruncated><ServicesLastAccessed><member><ServiceName>Amazon \
            Bedrock</ServiceName><ServiceNamespace>bedrock</ServiceNamespace><LastAuthenticated>2026-10-01T00:00:00Z</LastAuthenticated>\
            </member><member><ServiceName>Amazon SageMaker</ServiceName><ServiceNamespace>sagemaker</ServiceNamespace>\
            </member><member><ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace>\
            </member></ServicesLastAccessed>"
            .to_owned(),
        "iam:ListOrganizationsFeatures" => "<OrganizationId>o-a1b2c3d4e5</OrganizationId><EnabledFeatures>\
            <member>RootCredentialsManagement</member></EnabledFeatures>"
            .to_owned(),
        "iam:ListVirtualMFADevices" => "<VirtualMFADevices><member><SerialNumber>arn:aws:iam::123456789012:mfa/root\
            </SerialNumber><EnableDate>2022-01-01T00:00:00Z</EnableDate></member></VirtualMFADevices>\
            <IsTruncated>false</IsTruncated>"
            .to_owned(),
        "iam:ListSAMLProviders" => "<SAMLProviderList><member><Arn>arn:aws:iam::123456789012:saml-provider/x</Arn>\
            <ValidUntil>2030-01-01T00:00:00Z</ValidUntil></member></SAMLProviderList>"
            .to_owned(),
        "iam:ListOpenIDConnectProviders" => "<OpenIDConnectProviderList><member>\
            <Arn>arn:aws:iam::123456789012:oidc-provider/example.org</Arn></member></OpenIDConnectProviderList>"
            .to_owned(),
        "iam:GetOpenIDConnectProvider" => "<Url>example.org</Url><ClientIDList><member>sts.amazonaws.com</member>\
            </ClientIDList><ThumbprintList/>"
            .to_owned(),
        "iam:ListServerCertificates" => "<ServerCertificateMetadataList><member><Path>/</Path>\
            <ServerCertificateName>web</ServerCertificateName><ServerCertificateId>A</ServerCertificateId>\
            <Arn>arn:aws:iam::123456789012:server-certificate/web</Arn><UploadDate>2024-01-01T00:00:00Z</UploadDate>\
            <Expiration>2027-01-01T00:00:00Z</Expiration></member></ServerCertificateMetadataList>\
            <IsTruncated>false</IsTruncated>"
            .to_owned(),
        _ => return None,
    })
}

fn sweep_of_the_estate() -> String {
    let models = format!(
        "<UserPolicyList><member><PolicyName>models</PolicyName><PolicyDocument>{}</PolicyDocument></member>\
         </UserPolicyList>",
        ALLOW_ALL.replace("%2A%22%2C", "bedrock%3A%2A%22%2C")
    );
    let alice = user(
        "alice",
        &format!("{models}<GroupList><member>admins</member></GroupList>{}", "<AttachedManagedPolicies/>"),
    );
    let admins = group("admins", &attached("everything", "123456789012"));
    let app = role("app", "/", "<AttachedManagedPolicies/><RoleLastUsed/>");
    let linked = role("AWSServiceRoleForX", "/aws-service-role/x.amazonaws.com/", "");
    let page = sweep(&alice, &admins, &format!("{app}{linked}"), &policy("everything"), None);
    let inner = page.split_once("Result>").unwrap().1;
    inner.rsplit_once("</GetAccountAuthorizationDetailsResult>").unwrap().0.to_owned()
}

/// The whole body, or the code of a 404.
fn s3(operation: &str, url: &str) -> Option<Result<String, &'static str>> {
    let bare = url.contains("bare");
    let set = |body: &str, unset: &'static str| if bare { Err(unset) } else { Ok(body.to_owned()) };
    Some(match operation {
        "s3control:GetPublicAccessBlock" => Ok(BLOCK.to_owned()),
        "s3:ListBuckets" => {
            let bucket = |name| {
                format!(
                    "<Bucket><Name>{name}</Name><CreationDate>2022-01-01T00:00:00.000Z</CreationDate>\
                     <BucketRegion>eu-west-1</BucketRegion></Bucket>"
                )
            };
            let buckets = ["full-bucket", "bare-bucket"].map(bucket).concat();
            Ok(format!(
                "<ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets>{buckets}</Buckets></ListAllMyBucketsResult>"
            ))
        }
        "s3:GetBucketEncryption" => set(
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms\
             </SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>\
             <BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>",
            "ServerSideEncryptionConfigurationNotFoundError",
        ),
        "s3:GetBucketVersioning" if bare => Ok("<VersioningConfiguration/>".to_owned()),
        "s3:GetBucketVersioning" => Ok("<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Disabled\
            </MfaDelete></VersioningConfiguration>"
            .to_owned()),
        "s3:GetPublicAccessBlock" => set(BLOCK, "NoSuchPublicAccessBlockConfiguration"),
        "s3:GetBucketPolicy" => set(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#,
            "NoSuchBucketPolicy",
        ),
        "s3:GetBucketPolicyStatus" => {
            set("<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>", "NoSuchBucketPolicy")
        }
        "s3:GetBucketAcl" => Ok("<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant>\
            <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">\
            <URI>http://acs.amazonaws.com/groups/s3/LogDelivery</URI></Grantee><Permission>WRITE</Permission></Grant>\
            </AccessControlList></AccessControlPolicy>"
            .to_owned()),
        _ => return s3_keeping(operation, bare),
    })
}

fn s3_keeping(operation: &str, bare: bool) -> Option<Result<String, &'static str>> {
    let set = |body: &str, unset: &'static str| if bare { Err(unset) } else { Ok(body.to_owned()) };
    Some(match operation {
        "s3:GetBucketOwnershipControls" => set(
            "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>",
            "OwnershipControlsNotFoundError",
        ),
        "s3:GetBucketLogging" if bare => Ok("<BucketLoggingStatus/>".to_owned()),
        "s3:GetBucketLogging" => Ok("<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket>\
            <TargetPrefix>x/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>"
            .to_owned()),
        "s3:GetBucketLifecycleConfiguration" => set(
            "<LifecycleConfiguration><Rule><ID>old</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>\
             <Expiration><Days>90</Days></Expiration></Rule></LifecycleConfiguration>",
            "NoSuchLifecycleConfiguration",
        ),
        "s3:GetObjectLockConfiguration" => set(
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>\
             <Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
            "ObjectLockConfigurationNotFoundError",
        ),
        "s3:GetBucketReplication" => set(
            "<ReplicationConfiguration><Role>r</Role><Rule><ID>all</ID><Status>Enabled</Status><Destination>\
             <Bucket>arn:aws:s3:::copy</Bucket></Destination></Rule></ReplicationConfiguration>",
            "ReplicationConfigurationNotFoundError",
        ),
        "s3:GetBucketTagging" => {
            set("<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>", "NoSuchTagSet")
        }
        _ => return None,
    })
}
