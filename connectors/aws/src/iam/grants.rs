//! What policy documents grant of the actions that lead to more rights, in a form small enough to be
//! kept for every policy of an account and asked for every identity. Conditions are kept by the names
//! of their keys, never weighed: what hangs on one is neither granted nor refused here.

use std::collections::BTreeSet;

use serde_json::Value;

/// The actions that are looked at, sorted. `policies/lib/escalation.rego` says which of them together
/// lead where; a test compares the two.
pub(super) const WATCHED: [&str; 109] = [
    "apprunner:createservice",
    "apprunner:updateservice",
    "autoscaling:createautoscalinggroup",
    "autoscaling:createlaunchconfiguration",
    "autoscaling:updateautoscalinggroup",
    "batch:submitjob",
    "bedrock-agentcore:connectbrowserautomationstream",
    "bedrock-agentcore:invokeagentruntimecommand",
    "bedrock-agentcore:invokecodeinterpreter",
    "bedrock-agentcore:startbrowsersession",
    "bedrock-agentcore:startcodeinterpretersession",
    "braket:createjob",
    "cloudformation:createchangeset",
    "cloudformation:createstack",
    "cloudformation:createstackinstances",
    "cloudformation:createstackset",
    "cloudformation:executechangeset",
    "cloudformation:updatestack",
    "cloudformation:updatestackset",
    "codebuild:startbuild",
    "codebuild:startbuildbatch",
    "codedeploy:createdeployment",
    "codedeploy:getdeploymentconfig",
    "codedeploy:registerapplicationrevision",
    "codestar:createproject",
    "cognito-identity:setidentitypoolroles",
    "datapipeline:activatepipeline",
    "datapipeline:createpipeline",
    "datapipeline:putpipelinedefinition",
    "ec2-instance-connect:sendsshpublickey",
    "ec2:createlaunchtemplateversion",
    "ec2:modifyinstanceattribute",
    "ec2:modifylaunchtemplate",
    "ec2:requestspotinstances",
    "ec2:runinstances",
    "ec2:startinstances",
    "ec2:stopinstances",
    "ecs:createservice",
    "ecs:executecommand",
    "ecs:registertaskdefinition",
    "ecs:runtask",
    "ecs:starttask",
    "ecs:updateservice",
    "elasticmapreduce:runjobflow",
    "emr-serverless:createapplication",
    "emr-serverless:startjobrun",
    "events:putrule",
    "events:puttargets",
    "gamelift:createbuild",
    "gamelift:createfleet",
    "gamelift:requestuploadcredentials",
    "glue:createdevendpoint",
    "glue:createjob",
    "glue:createsession",
    "glue:createtrigger",
    "glue:runstatement",
    "glue:startjobrun",
    "glue:updatedevendpoint",
    "glue:updatejob",
    "iam:addusertogroup",
    "iam:attachgrouppolicy",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:createpolicyversion",
    "iam:deleterolepermissionsboundary",
    "iam:deleteuserpermissionsboundary",
    "iam:passrole",
    "iam:putgrouppolicy",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:setdefaultpolicyversion",
    "iam:updateassumerolepolicy",
    "iam:updateloginprofile",
    "iam:updatesamlprovider",
    "imagebuilder:createcomponent",
    "imagebuilder:createimage",
    "imagebuilder:createimagerecipe",
    "imagebuilder:createinfrastructureconfiguration",
    "kinesisanalytics:createapplication",
    "kinesisanalytics:startapplication",
    "lambda:addpermission",
    "lambda:createeventsourcemapping",
    "lambda:createfunction",
    "lambda:invokefunction",
    "lambda:updatefunctioncode",
    "lambda:updatefunctionconfiguration",
    "omics:createworkflow",
    "omics:startrun",
    "sagemaker:createnotebookinstance",
    "sagemaker:createnotebookinstancelifecycleconfig",
    "sagemaker:createpresignednotebookinstanceurl",
    "sagemaker:createprocessingjob",
    "sagemaker:createtrainingjob",
    "sagemaker:startnotebookinstance",
    "sagemaker:stopnotebookinstance",
    "sagemaker:updatenotebookinstance",
    "scheduler:createschedule",
    "ssm:createdocument",
    "ssm:sendcommand",
    "ssm:startautomationexecution",
    "ssm:startsession",
    "sso:attachmanagedpolicytopermissionset",
    "sso:putinlinepolicytopermissionset",
    "states:createstatemachine",
    "states:startexecution",
    "states:updatestatemachine",
    "sts:assumerole",
];

/// One bit for each watched action.
const ALL: u128 = (1 << WATCHED.len()) - 1;

/// The services whose use is looked up for the identities whose policies name them.
pub(super) const SERVICES: [&str; 2] = ["bedrock", "sagemaker"];

/// What is left of a document: the statements that speak of a watched action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) rules: Vec<Rule>,
    /// Of `SERVICES`, those of which a statement allows something by name.
    pub(super) services: BTreeSet<&'static str>,
}

/// A statement, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) allow: bool,
    actions: u128,
    /// Patterns of ARNs: those meant, or with `but` all others.
    resources: Vec<String>,
    but: bool,
    /// The keys of its conditions, in small letters.
    pub(super) keys: BTreeSet<String>,
    /// The services that a condition on `iam:PassedToService` names. Then that key is not in `keys`.
    pub(super) passed_to: Option<BTreeSet<String>>,
}

/// On what an action is done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'t> {
    /// On every resource of a type of IAM: an ARN of that type that nobody would name.
    Any(&'t str),
    /// On every resource, or all of one type, of another service in this account.
    Broad { service: &'t str, account: &'t str },
    /// On this resource, by the user of that name or by a role.
    This(&'t str, Option<&'t str>),
}

/// How far a statement's resources reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    No,
    Yes,
    /// If a variable in the ARN has the right value.
    Perhaps,
}

impl Document {
    /// Reads a normalised document.
    pub(super) fn of(document: &Value) -> Self {
        let mut out = Self::default();
        for statement in document.get("Statement").and_then(Value::as_array).into_iter().flatten() {
            let allow = statement.get("Effect").and_then(Value::as_str) == Some("Allow");
            if allow {
                out.services.extend(SERVICES.iter().filter(|service| names(statement, service)));
            }
            let rule = Rule::of(statement, allow);
            if rule.actions != 0 {
                out.rules.push(rule);
            }
        }
        out
    }

    /// The document of `AdministratorAccess`, should a sweep leave it out.
    pub(super) fn everything() -> Self {
        let rule = Rule {
            allow: true,
            actions: ALL,
            resources: vec!["*".to_owned()],
            but: false,
            keys: BTreeSet::new(),
            passed_to: None,
        };
        Self { rules: vec![rule], services: BTreeSet::new() }
    }
}

impl Rule {
    fn of(statement: &Value, allow: bool) -> Self {
        let actions = match (statement.get("Action"), statement.get("NotAction")) {
            (Some(_), _) => mask(texts(statement, "Action")),
            (None, Some(_)) => ALL & !mask(texts(statement, "NotAction")),
            (None, None) => 0,
        };
        let but = statement.get("Resource").is_none() && statement.get("NotResource").is_some();
        let resources = texts(statement, if but { "NotResource" } else { "Resource" }).map(str::to_owned).collect();
        let (mut keys, mut passed_to) = (BTreeSet::new(), None);
        let conditions = statement.get("Condition").and_then(Value::as_object);
        for (operator, pairs) in conditions.into_iter().flatten() {
            for (key, values) in pairs.as_object().into_iter().flatten() {
                let key = key.to_ascii_lowercase();
                if allow && key == "iam:passedtoservice" && names_services(operator) && passed_to.is_none() {
                    let values = values.as_array().into_iter().flatten().filter_map(Value::as_str);
                    passed_to = Some(values.map(str::to_ascii_lowercase).collect());
                } else {
                    keys.insert(key);
                }
            }
        }
        Self { allow, actions, resources, but, keys, passed_to }
    }

    /// True if it speaks of the watched action of that place.
    pub(super) fn speaks_of(&self, place: usize) -> bool {
        self.actions & (1 << place) != 0
    }

    /// Whether its resources reach the target.
    pub(super) fn reaches(&self, target: Target<'_>) -> Reach {
        let mut found = Reach::No;
        for pattern in &self.resources {
            match reach(pattern, target) {
                Reach::Yes if self.but => return Reach::No,
                Reach::Yes => return Reach::Yes,
                Reach::Perhaps => found = Reach::Perhaps,
                Reach::No => {}
            }
        }
        if self.but && found == Reach::No { Reach::Yes } else { found }
    }
}

fn names_services(operator: &str) -> bool {
    let operator = operator.to_ascii_lowercase();
    matches!(operator.strip_suffix("ifexists").unwrap_or(&operator), "stringequals" | "stringlike")
}

fn reach(pattern: &str, target: Target<'_>) -> Reach {
    let own = match target {
        Target::This(_, Some(user)) => pattern.replace("${aws:username}", user),
        _ => pattern.to_owned(),
    };
    let variable = own.contains("${");
    let hit = match target {
        // A variable stands for one value, never for all.
        Target::Any(_) | Target::Broad { .. } if variable => false,
        Target::This(arn, _) if variable => matches(&without_variables(&own), arn),
        Target::Any(arn) | Target::This(arn, _) => matches(&own, arn),
        Target::Broad { service, account } => is_broad(&own, service, account),
    };
    match (hit, variable) {
        (false, _) => Reach::No,
        (true, false) => Reach::Yes,
        (true, true) => Reach::Perhaps,
    }
}

/// Each `${…}` as `*`.
fn without_variables(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        out.push('*');
        rest = after.split_once('}').map_or("", |(_, tail)| tail);
    }
    out + rest
}

/// All resources, or all of one type: `*`, `arn:aws:lambda:*:111122223333:function:*`.
fn is_broad(pattern: &str, service: &str, account: &str) -> bool {
    if pattern.chars().all(|c| matches!(c, '*' | ':' | '/')) {
        return pattern.contains('*');
    }
    let words: Vec<&str> = pattern.splitn(6, ':').collect();
    let [_, _, of, _, owner, resource] = words.as_slice() else { return pattern.ends_with('*') };
    let kind = resource.strip_suffix('*').and_then(|head| head.strip_suffix(['/', ':']));
    let all_of_a_kind = kind.is_some_and(|kind| kind.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    // These two services act on instances, which are EC2's.
    let on_instances = matches!(service, "ssm" | "ec2-instance-connect") && *of == "ec2";
    // Where an ARN has no account, the first word is a name: `arn:aws:s3:::acme/*`.
    (matches(of, service) || on_instances) && matches(owner, account) && (*resource == "*" || all_of_a_kind)
}

/// The watched actions that the patterns match.
fn mask<'p>(patterns: impl Iterator<Item = &'p str>) -> u128 {
    let mut out = 0;
    for pattern in patterns {
        let pattern = pattern.to_ascii_lowercase();
        if !pattern.contains(['*', '?']) {
            out |= WATCHED.binary_search(&pattern.as_str()).map_or(0, |place| 1 << place);
            continue;
        }
        let fixed = pattern.split(['*', '?']).next().unwrap_or_default();
        for (place, action) in WATCHED.iter().enumerate() {
            if action.starts_with(fixed) && matches(&pattern, action) {
                out |= 1 << place;
            }
        }
    }
    out
}

/// True if the statement names the service. What allows everything names none: it is judged as such.
fn names(statement: &Value, service: &str) -> bool {
    texts(statement, "Action").filter_map(|pattern| pattern.split_once(':')).any(|(named, _)| {
        let named = named.to_ascii_lowercase();
        named.contains(|c: char| c.is_ascii_alphanumeric()) && matches(&named, service)
    })
}

fn texts<'s>(statement: &'s Value, name: &str) -> impl Iterator<Item = &'s str> {
    statement.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// IAM's wildcards: `*` is any text, `?` one letter. Its time is bounded by the product of both lengths.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut retry = None;
    while let Some(letter) = text.get(place) {
        match pattern.get(at) {
            Some(b'*') => {
                at += 1;
                retry = Some((at, place));
            }
            Some(b'?') => (at, place) = (at + 1, place + 1),
            Some(same) if same == letter => (at, place) = (at + 1, place + 1),
            _ => {
                let Some((after, from)) = retry else { return false };
                (at, place) = (after, from + 1);
                retry = Some((after, from + 1));
            }
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_watched_actions_are_sorted_and_fit() {
        assert!(WATCHED.is_sorted());
        assert!(WATCHED.len() < 128);
    }

    #[test]
    fn they_are_those_that_the_policies_know() {
        let text = include_str!("../../../../policies/lib/escalation.rego");
        let quoted = text.split('"').skip(1).step_by(2);
        let is_action = |word: &&str| {
            word.split_once(':').is_some_and(|(service, action)| {
                let plain =
                    |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                !service.is_empty() && !action.is_empty() && plain(service) && plain(action)
            })
        };
        let named: BTreeSet<&str> = quoted.filter(is_action).filter(|word| *word != "iam:passedtoservice").collect();
        assert_eq!(named, BTreeSet::from(WATCHED));
    }

    #[test]
    fn wildcards_are_those_of_iam() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("i?m:*", "iam:passrole", true),
            ("i?m:*", "im:passrole", false),
            ("*:*", "iam:passrole", true),
            ("iam:*policy", "iam:putuserpolicy", true),
            ("iam:*policy", "iam:putuserpolicyx", false),
            ("iam:p*s*role", "iam:passrole", true),
            ("[a-z]*", "iam", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
        let hostile = "*a".repeat(3000);
        assert!(!matches(&hostile, &"a".repeat(2000)), "a long pattern takes no long time");
    }

    #[test]
    fn broad_is_all_of_a_type() {
        let broad = |pattern: &str, service: &str| is_broad(pattern, service, "111122223333");
        for (pattern, service) in [
            ("*", "lambda"),
            ("*:*", "lambda"),
            ("arn:aws:lambda:*:*:function:*", "lambda"),
            ("arn:aws:ec2:*:111122223333:instance/*", "ssm"),
            ("arn:aws:ssm:*:111122223333:*", "ssm"),
            ("arn:*", "ssm"),
        ] {
            assert!(broad(pattern, service), "{pattern}");
        }
        for (pattern, service) in [
            ("arn:aws:lambda:*:*:function:app-*", "lambda"),
            ("arn:aws:lambda:*:444455556666:function:*", "lambda"),
            ("arn:aws:iam::111122223333:*", "lambda"),
            ("arn:aws:ec2:*:111122223333:instance/i-1", "ec2"),
            ("arn:aws:s3:::acme/*", "s3"),
            ("", "s3"),
        ] {
            assert!(!broad(pattern, service), "{pattern}");
        }
    }

    #[test]
    fn services_count_where_they_are_named() {
        for yes in ["bedrock:InvokeModel", "Bedrock:*", "bed*:List*", "*rock:*"] {
            assert!(names(&json!({"Action": ["s3:*", yes]}), "bedrock"), "{yes}");
        }
        for no in ["*", "*:*", "bedrock-agentcore:*", "bedrock", "??:*"] {
            assert!(!names(&json!({"Action": [no]}), "bedrock"), "{no}");
        }
        assert!(!names(&json!({"NotAction": ["iam:*"]}), "bedrock"));
    }

    proptest! {
        #[test]
        fn a_text_matches_itself_and_any_part_of_it_starred(text in "[a-z:]{0,20}", cut in 0_usize..20) {
            prop_assert!(matches(&text, &text));
            let cut = cut.min(text.len());
            let (head, tail) = text.split_at(cut);
            let starred = [head.to_owned() + "*", "*".to_owned() + tail];
            prop_assert!(starred.iter().all(|pattern| matches(pattern, &text)));
        }
    }
}
