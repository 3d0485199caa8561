//! A run of a small estate, as a report gets it.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests, and each uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Assessment, Cause, Digest, EvidenceForm, ExchangeId, Finding, FormStatus, Gap, Outcome, Policy, PolicyId,
    Population, Run, Seen, Severity, Source, Tally, Technical, Waiver,
};
use report::{Format, ReportInput, SealStatus, Style, WaiverLine, render};
use serde_json::json;

pub(crate) struct Estate {
    pub(crate) run: Run,
    pub(crate) seen: Vec<Seen>,
    pub(crate) populations: Vec<Population>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) tallies: BTreeMap<PolicyId, Tally>,
    pub(crate) assessments: Vec<Assessment>,
    pub(crate) waivers: Vec<WaiverLine>,
    pub(crate) findings: Vec<Finding>,
}

impl Estate {
    pub(crate) fn render(&self, format: Format, style: Style) -> String {
        self.render_sealed(format, style, SealStatus::Unsigned)
    }

    pub(crate) fn render_sealed(&self, format: Format, style: Style, seal: SealStatus<'_>) -> String {
        let input = ReportInput {
            run: &self.run,
            seen: &self.seen,
            populations: &self.populations,
            gaps: &self.gaps,
            policies: &self.policies,
            tallies: &self.tallies,
            assessments: &self.assessments,
            waivers: &self.waivers,
            findings: &self.findings,
            seal,
            style,
        };
        let mut out = Vec::new();
        render(format, &input, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn count(&mut self) {
        self.tallies = self.policies.iter().map(|policy| (policy.id.clone(), Tally::default())).collect();
        for finding in &self.findings {
            self.tallies.get_mut(&finding.policy).unwrap().count(finding.outcome);
        }
    }
}

fn policy(id: &str, kind: &str, severity: Severity, title: &str, remediation: &str) -> Policy {
    Policy {
        id: id.parse().unwrap(),
        title: title.to_owned(),
        description: "A password alone is lost to one phishing mail.".to_owned(),
        kind: kind.parse().unwrap(),
        needs: vec!["credentials".parse().unwrap()],
        severity,
        requirements: BTreeMap::from([("soc2".parse().unwrap(), vec!["CC6.1".parse().unwrap()])]),
        remediation: remediation.to_owned(),
        params: BTreeMap::new(),
        equivalent: BTreeMap::new(),
        digest: Digest::of(id.as_bytes()),
    }
}

fn finding(policy: &Policy, resource: &str, outcome: Outcome, messages: &[&str]) -> Finding {
    let source = if policy.id.as_str().starts_with("aws") { "aws" } else { "github" };
    Finding {
        policy: policy.id.clone(),
        kind: policy.kind.clone(),
        source: source.parse().unwrap(),
        resource: Some(resource.to_owned()),
        outcome,
        messages: messages.iter().map(|&message| message.to_owned()).collect(),
        exchanges: BTreeSet::from([ExchangeId::for_request(policy.kind.as_str(), 1)]),
        gaps: Vec::new(),
        params: policy.params.clone(),
        waiver: None,
    }
}

fn denied(kind: &str, field: &str, permission: &str) -> Gap {
    Gap {
        source: "aws".parse().unwrap(),
        kind: kind.parse().unwrap(),
        resource: None,
        field: Some(field.parse().unwrap()),
        cause: Cause::Denied,
        permission: Some(permission.to_owned()),
        message: format!("the caller may not call {permission}"),
        exchange: Some(ExchangeId::for_request(permission, 1)),
    }
}

fn assessment(
    framework: &str,
    id: &str,
    title: &str,
    technical: Technical,
    counts: [u64; 3],
    policies: &[&Policy],
) -> Assessment {
    let present = technical != Technical::NoEvidence;
    Assessment {
        framework: framework.parse().unwrap(),
        requirement: id.parse().unwrap(),
        title: title.to_owned(),
        technical,
        attested: Technical::NoEvidence,
        forms: vec![
            FormStatus { form: EvidenceForm::Configuration, present, counts: None },
            FormStatus { form: EvidenceForm::Document, present: false, counts: None },
        ],
        policies: policies.iter().map(|policy| policy.id.clone()).collect(),
        counts: Tally { pass: counts[0], fail: counts[1], unknown: counts[2], not_applicable: 0, error: None },
        missing_permissions: BTreeSet::new(),
        statement: format!("Evidence for {id}: said in a sentence."),
    }
}

fn run() -> Run {
    let source = |id: &str, connector: &str, settings| Source {
        id: id.parse().unwrap(),
        connector: connector.to_owned(),
        settings,
        unavailable: None,
    };
    Run {
        id: "nightly-2026-11-24".to_owned(),
        started_at: "2026-11-24T02:00:00Z".parse().unwrap(),
        finished_at: "2026-11-24T02:00:41Z".parse().unwrap(),
        assize: "0.1.0".to_owned(),
        sources: vec![
            source("aws", "aws", BTreeMap::from([("regions".to_owned(), json!(["eu-west-1"]))])),
            source("github", "github", BTreeMap::from([("organization".to_owned(), json!("acme"))])),
        ],
        config: Some(Digest::of(b"assize.toml")),
        accounts: BTreeMap::new(),
        shard: None,
        merged: Vec::new(),
    }
}

fn waiver() -> Waiver {
    Waiver {
        reason: "Break-glass user; its key lies in the safe".to_owned(),
        author: "alice".to_owned(),
        approver: "bob".to_owned(),
        created: "2026-11-01T00:00:00Z".parse().unwrap(),
        expires: "2027-02-01T00:00:00Z".parse().unwrap(),
    }
}

fn waivers() -> Vec<WaiverLine> {
    let one = |resource: &str, state: &str, void, days_left, ends_soon, covered| WaiverLine {
        policy: "aws.iam.user_console_mfa".parse().unwrap(),
        source: None,
        resource: resource.to_owned(),
        state: state.to_owned(),
        void,
        days_left,
        ends_soon,
        covered,
        waiver: waiver(),
    };
    let mut unapproved = one("*/old-*", "not approved", true, 70, false, 0);
    unapproved.source = Some("aws".parse().unwrap());
    unapproved.waiver.approver = String::new();
    vec![one("*/fails-1", "in force", false, 14, true, 1), unapproved]
}

fn populations() -> Vec<Population> {
    let one = |kind: &str, source: &str, items, independent_count, complete| Population {
        kind: kind.parse().unwrap(),
        source: source.parse().unwrap(),
        pages: 1,
        items,
        independent_count,
        complete,
        exchanges: std::collections::BTreeSet::new(),
    };
    vec![
        one("aws.iam.user", "aws", 12, Some(12), true),
        one("aws.s3.bucket", "aws", 2, None, true),
        one("github.repo.repository", "github", 1, None, false),
    ]
}

/// Two sources: one answers, one does not. Twelve users, two buckets, one repository.
pub(crate) fn estate() -> Estate {
    let fix = "Give each console user an MFA device, or take the password away.";
    let mfa = policy("aws.iam.user_console_mfa", "aws.iam.user", Severity::High, "Console users have MFA", fix);
    let root = policy(
        "aws.iam.root_mfa",
        "aws.iam.account",
        Severity::Critical,
        "The root user has MFA",
        "Give the root user a passkey.",
    );
    let bucket = policy(
        "aws.s3.bucket_encrypted",
        "aws.s3.bucket",
        Severity::Medium,
        "Buckets encrypt data at rest",
        "Set default encryption.",
    );
    let branch = policy(
        "github.repo.branch_protected",
        "github.repo.repository",
        Severity::High,
        "The default branch is protected",
        "Add a ruleset.",
    );
    let user = |name: &str| format!("arn:aws:iam::111122223333:user/{name}");
    let mut findings = Vec::new();
    for n in 1..=7 {
        findings.push(finding(&mfa, &user(&format!("fails-{n}")), Outcome::Fail, &["no MFA device is active"]));
    }
    findings[0].waiver = Some(waiver());
    for n in 1..=3 {
        findings.push(finding(&mfa, &user(&format!("passes-{n}")), Outcome::Pass, &[]));
    }
    for n in 1..=2 {
        let mut unknown = finding(&mfa, &user(&format!("unknown-{n}")), Outcome::Unknown, &[]);
        unknown.gaps.push(denied("aws.iam.user", "credentials", "iam:GetCredentialReport"));
        findings.push(unknown);
    }
    findings.push(finding(&root, "arn:aws:iam::111122223333:root", Outcome::Pass, &[]));
    findings.push(finding(&bucket, "arn:aws:s3:::acme-logs", Outcome::Pass, &[]));
    findings.push(finding(&bucket, "arn:aws:s3:::acme-data", Outcome::Fail, &["no default encryption is set"]));
    let mut whole = finding(&branch, "", Outcome::Unknown, &[]);
    whole.resource = None;
    findings.push(whole);
    let assessments = vec![
        assessment("nis2", "art.21.2.h", "Cryptography", Technical::NotMet, [1, 1, 0], &[&bucket]),
        assessment("nis2", "art.21.2.j", "MFA and secured communication", Technical::NotMet, [4, 7, 2], &[&mfa, &root]),
        assessment("nis2", "art.20.1", "Management body approves", Technical::NoEvidence, [0, 0, 0], &[]),
        assessment("soc2", "CC6.6", "Defence against outside threats", Technical::Met, [1, 0, 0], &[&root]),
    ];
    let mut estate = Estate {
        run: run(),
        seen: vec![Seen {
            source: "aws".parse().unwrap(),
            account: Some("111122223333".to_owned()),
            identity: Some("arn:aws:sts::111122223333:assumed-role/assize-reader/nightly".to_owned()),
            regions: vec!["eu-west-1".to_owned()],
        }],
        populations: populations(),
        waivers: waivers(),
        gaps: vec![denied("aws.iam.user", "credentials", "iam:GetCredentialReport")],
        policies: vec![mfa, root, bucket, branch],
        tallies: BTreeMap::new(),
        assessments,
        findings,
    };
    estate.count();
    estate
}

/// The same estate with `text` in every place that somebody else can fill.
pub(crate) fn filled_with(text: &str) -> Estate {
    let mut estate = estate();
    let fill = |slot: &mut String| text.clone_into(slot);
    fill(&mut estate.run.id);
    fill(&mut estate.run.assize);
    for source in &mut estate.run.sources {
        fill(&mut source.connector);
        source.settings = BTreeMap::from([(text.to_owned(), json!(text))]);
    }
    for seen in &mut estate.seen {
        (seen.account, seen.identity) = (Some(text.to_owned()), Some(text.to_owned()));
        seen.regions.iter_mut().for_each(fill);
    }
    let fill_gap = |gap: &mut Gap| {
        fill(&mut gap.message);
        (gap.permission, gap.resource) = (Some(text.to_owned()), Some(text.to_owned()));
    };
    estate.gaps.iter_mut().for_each(fill_gap);
    for policy in &mut estate.policies {
        [&mut policy.title, &mut policy.description, &mut policy.remediation].into_iter().for_each(fill);
        policy.params.insert(text.to_owned(), json!(text));
    }
    for finding in &mut estate.findings {
        finding.resource = Some(text.to_owned());
        finding.messages.iter_mut().for_each(fill);
        finding.gaps.iter_mut().for_each(fill_gap);
        if let Some(waiver) = &mut finding.waiver {
            [&mut waiver.reason, &mut waiver.author, &mut waiver.approver].into_iter().for_each(fill);
        }
    }
    for assessment in &mut estate.assessments {
        [&mut assessment.title, &mut assessment.statement].into_iter().for_each(fill);
        assessment.missing_permissions.insert(text.to_owned());
        assessment.counts.error = Some(text.to_owned());
    }
    estate.tallies.values_mut().for_each(|tally| tally.error = Some(text.to_owned()));
    estate
}
