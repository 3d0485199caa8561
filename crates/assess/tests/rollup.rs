//! Findings become assessments: each counted once, nothing called met that is not.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use assess::{Error, Rollup, assess};
use common::{built_in, denied, finding, policy};
use model::{Assessment, EvidenceForm, Finding, Outcome, Policy, Technical, Timestamp, Waiver, canonical_json};
use proptest::prelude::*;

fn of<'a>(all: &'a [Assessment], framework: &str, id: &str) -> &'a Assessment {
    all.iter().find(|a| a.framework.as_str() == framework && a.requirement.as_str() == id).unwrap()
}

fn mfa() -> Policy {
    policy(
        "aws.iam.user_mfa",
        "aws.iam.user",
        &[("soc2", &["CC6.1", "CC6.6"]), ("nis2", &["art.21.2.j", "ir.11.7.1", "ir.11.6.1"])],
    )
}

fn users(policy: &Policy, pass: usize, fail: usize, denied_: usize) -> Vec<Finding> {
    let pass = (0..pass).map(|n| finding(policy, &format!("p{n}"), Outcome::Pass));
    let fail = (0..fail).map(|n| finding(policy, &format!("f{n}"), Outcome::Fail));
    let unknown = (0..denied_).map(|n| denied(policy, &format!("u{n}"), "iam:GetCredentialReport"));
    pass.chain(fail).chain(unknown).collect()
}

#[test]
fn the_statement_has_denominators_and_the_missing_permission() {
    let policy = mfa();
    let all = assess(built_in(), std::slice::from_ref(&policy), &users(&policy, 127, 0, 3)).unwrap();
    let found = of(&all, "nis2", "ir.11.7.1");
    assert_eq!(found.technical, Technical::Unknown);
    assert_eq!(
        found.statement,
        "Evidence for 2024/2690, annex 11.7.1: 1 of 2 forms present (missing: document), technical part not decided: \
         127 of 130 users pass, 3 unknown because iam:GetCredentialReport was denied."
    );
    assert_eq!(found.missing_permissions.iter().collect::<Vec<_>>(), ["iam:GetCredentialReport"]);
}

#[test]
fn a_finding_that_leads_up_by_three_paths_counts_once() {
    let policy = mfa();
    let all = assess(built_in(), std::slice::from_ref(&policy), &users(&policy, 5, 2, 0)).unwrap();
    for id in ["art.21.2.j", "art.21.2.i", "ir.11", "ir.11.6", "ir.11.7", "ir.11.7.1"] {
        let found = of(&all, "nis2", id);
        assert_eq!((found.counts.pass, found.counts.fail, found.counts.total()), (5, 2, 7), "{id}");
        assert_eq!(found.technical, Technical::NotMet, "{id}");
    }
    assert_eq!(of(&all, "nis2", "ir.11.7.2").technical, Technical::NoEvidence, "a parent's evidence does not sink");
    assert_eq!(of(&all, "soc2", "CC6").counts.total(), 7);
}

#[test]
fn technical_says_the_worst() {
    let table: [(&[Outcome], Technical); 7] = [
        (&[Outcome::Pass], Technical::Met),
        (&[Outcome::Pass, Outcome::NotApplicable], Technical::Met),
        (&[Outcome::Pass, Outcome::Unknown], Technical::Unknown),
        (&[Outcome::Pass, Outcome::Unknown, Outcome::Fail], Technical::NotMet),
        (&[Outcome::NotApplicable], Technical::NotApplicable),
        (&[Outcome::NotApplicable, Outcome::Unknown], Technical::Unknown),
        (&[], Technical::Unknown),
    ];
    let policy = mfa();
    for (outcomes, expected) in table {
        let findings: Vec<Finding> = outcomes.iter().map(|outcome| finding(&policy, "x", *outcome)).collect();
        let all = assess(built_in(), std::slice::from_ref(&policy), &findings).unwrap();
        assert_eq!(of(&all, "soc2", "CC6.6").technical, expected, "{outcomes:?}");
    }
}

#[test]
fn only_configuration_can_be_present_and_only_if_something_was_seen() {
    let policy = policy("aws.iam.user_mfa", "aws.iam.user", &[("soc2", &["CC6.3", "CC1.1"])]);
    for (outcome, present) in
        [(Outcome::Pass, true), (Outcome::Fail, true), (Outcome::NotApplicable, true), (Outcome::Unknown, false)]
    {
        let all = assess(built_in(), std::slice::from_ref(&policy), &[finding(&policy, "x", outcome)]).unwrap();
        let forms = |id: &str| of(&all, "soc2", id).forms.iter().map(|f| (f.form, f.present)).collect::<Vec<_>>();
        let (c, d, a) = (EvidenceForm::Configuration, EvidenceForm::Document, EvidenceForm::Attestation);
        assert_eq!(forms("CC6.3"), [(c, present), (d, false), (a, false)], "{outcome:?}");
        assert_eq!(forms("CC1.1"), [(d, false), (a, false)], "{outcome:?}");
    }
}

#[test]
fn every_requirement_is_assessed_and_none_is_called_compliant() {
    let frameworks = built_in();
    let policy = mfa();
    let all = assess(frameworks, std::slice::from_ref(&policy), &users(&policy, 2, 1, 1)).unwrap();
    let requirements: usize = frameworks.iter().map(|framework| framework.requirements.len()).sum();
    assert_eq!(all.len(), requirements);
    assert!(all.iter().all(|a| !a.statement.to_lowercase().contains("complian") && a.statement.ends_with('.')));
    assert_eq!(
        of(&all, "soc2", "CC1.1").statement,
        "No evidence for CC1.1: 0 of 2 forms present (missing: document, attestation), no selected policy speaks of it."
    );
    assert_eq!(of(&all, "nis2", "art.2.1").statement, "Asks for no evidence.");
}

#[test]
fn waived_failures_stay_failures_and_are_said() {
    let policy = mfa();
    let mut findings = users(&policy, 1, 2, 0);
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    findings[1].waiver = Some(Waiver {
        reason: "Break-glass user, key in the safe".to_owned(),
        author: "alice".to_owned(),
        approver: "bob".to_owned(),
        created: at("2026-01-01T00:00:00Z"),
        expires: at("2027-01-01T00:00:00Z"),
    });
    let all = assess(built_in(), std::slice::from_ref(&policy), &findings).unwrap();
    let found = of(&all, "soc2", "CC6.6");
    assert_eq!((found.technical, found.counts.fail), (Technical::NotMet, 2));
    assert_eq!(
        found.statement,
        "Evidence for CC6.6: 1 of 1 form present, technical part not met: 1 of 3 users passes, 2 fail (1 under an approved waiver)."
    );
}

#[test]
fn a_policy_that_died_or_said_nothing_is_not_met() {
    let (frameworks, mfa) = (built_in(), mfa());
    let root = policy("aws.iam.root_mfa", "aws.iam.account", &[("soc2", &["CC6.6"])]);
    let policies = [mfa.clone(), root.clone()];
    let mut rollup = Rollup::new(frameworks, &policies);
    rollup.count(&finding(&mfa, "x", Outcome::Pass)).unwrap();
    let said = |rollup: &Rollup<'_>| of(&rollup.finish(), "soc2", "CC6.6").clone();
    assert_eq!(said(&rollup).technical, Technical::Unknown);
    assert!(said(&rollup).statement.contains("1 of 2 policies gave no finding"), "{}", said(&rollup).statement);
    rollup.failed(&root.id, "type error in line 3").unwrap();
    assert_eq!(said(&rollup).technical, Technical::Unknown);
    assert_eq!(said(&rollup).counts.error.as_deref(), Some("aws.iam.root_mfa: type error in line 3"));
    assert!(said(&rollup).statement.contains("1 of 2 policies did not work"));
    assert_eq!(rollup.tallies().len(), 2);
}

#[test]
fn a_finding_of_a_policy_not_selected_is_an_error() {
    let frameworks = built_in();
    let stray = finding(&policy("aws.s3.bucket_encrypted", "aws.s3.bucket", &[]), "x", Outcome::Pass);
    let mut rollup = Rollup::new(frameworks, &[mfa()]);
    assert_eq!(rollup.count(&stray), Err(Error::NotSelected(stray.policy.clone())));
}

#[test]
fn several_reasons_are_each_counted() {
    let policy = mfa();
    let findings = [
        denied(&policy, "a", "iam:GetCredentialReport"),
        denied(&policy, "b", "iam:ListVirtualMFADevices"),
        finding(&policy, "c", Outcome::Unknown),
    ];
    let all = assess(built_in(), std::slice::from_ref(&policy), &findings).unwrap();
    let said = &of(&all, "soc2", "CC6.6").statement;
    let list = "3 unknown (1 because the policy reached no verdict, 1 because iam:GetCredentialReport was denied, 1 because iam:ListVirtualMFADevices was denied)";
    assert!(said.contains(list), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn order_does_not_matter_and_met_means_all_pass(outcomes in prop::collection::vec(0..4_u8, 0..30)) {
        let policies = [mfa(), policy("aws.iam.root_mfa", "aws.iam.account", &[("nis2", &["ir.11.7.2"])])];
        let mut findings: Vec<Finding> = outcomes.iter().enumerate().map(|(n, outcome)| {
            let outcome = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::NotApplicable][usize::from(*outcome)];
            finding(&policies[n % 2], &n.to_string(), outcome)
        }).collect();
        let frameworks = built_in();
        let forwards = assess(frameworks, &policies, &findings).unwrap();
        findings.reverse();
        let backwards = assess(frameworks, &policies, &findings).unwrap();
        prop_assert_eq!(canonical_json(&forwards).unwrap(), canonical_json(&backwards).unwrap());
        let top = of(&forwards, "nis2", "art.21.2.j");
        prop_assert_eq!(top.counts.total(), findings.len() as u64);
        let spotless = findings.iter().all(|f| matches!(f.outcome, Outcome::Pass | Outcome::NotApplicable));
        prop_assert!(top.technical != Technical::Met || spotless);
    }
}

fn register() -> Policy {
    policy("registers.people.trained", "registers.people.training", &[("nis2", &["art.20.2"]), ("soc2", &["CC6.3"])])
}

#[test]
fn what_people_attest_to_is_apart_from_what_systems_show() {
    let (live, register) = (policy("aws.iam.least", "aws.iam.user", &[("soc2", &["CC6.3"])]), register());
    let findings = [
        finding(&live, "a", Outcome::Pass),
        finding(&live, "b", Outcome::Fail),
        finding(&register, "c", Outcome::Pass),
    ];
    let all = assess(built_in(), &[live, register], &findings).unwrap();
    let both = of(&all, "soc2", "CC6.3");
    assert_eq!((both.technical, both.attested), (Technical::NotMet, Technical::Met));
    assert_eq!((both.counts.pass, both.counts.fail), (2, 1));
    assert_eq!(
        both.statement,
        "Evidence for CC6.3: 2 of 3 forms present (missing: document), technical part not met: 1 of 2 users passes, \
         1 fails; attested part met: 1 of 1 training passes."
    );
    let share = |form: EvidenceForm| {
        let counts = both.forms.iter().find(|f| f.form == form).unwrap().counts.as_ref()?;
        Some((counts.pass, counts.pass + counts.fail + counts.unknown))
    };
    assert_eq!(share(EvidenceForm::Configuration), Some((1, 2)));
    assert_eq!(share(EvidenceForm::Attestation), Some((1, 1)));
    assert_eq!(share(EvidenceForm::Document), None, "a training record is no document");
    let board = of(&all, "nis2", "art.20.2");
    assert_eq!((board.technical, board.attested), (Technical::NoEvidence, Technical::Met));
    assert!(!board.statement.contains("technical"), "{}", board.statement);
}

#[test]
fn a_register_is_evidence_only_where_an_entry_holds_good() {
    let register = register();
    for (outcome, present) in [
        (Some(Outcome::Pass), true),
        // A failure may say that there is no entry, and an empty register gives "not applicable".
        (Some(Outcome::Fail), false),
        (Some(Outcome::NotApplicable), false),
        (Some(Outcome::Unknown), false),
        (None, false),
    ] {
        let findings: Vec<Finding> = outcome.map(|outcome| finding(&register, "x", outcome)).into_iter().collect();
        let all = assess(built_in(), std::slice::from_ref(&register), &findings).unwrap();
        let forms = &of(&all, "nis2", "art.20.2").forms;
        let attestation = forms.iter().find(|f| f.form == EvidenceForm::Attestation).unwrap();
        assert_eq!(attestation.present, present, "{outcome:?}");
    }
}

#[test]
fn a_policy_gives_the_forms_of_all_that_it_looks_at() {
    use EvidenceForm::{Attestation, Configuration, Document, Log};
    let forms = |kind: &str, needs: &[&str]| -> Vec<EvidenceForm> {
        let mut policy = policy("registers.people.x", kind, &[]);
        policy.needs = needs.iter().map(|need| need.parse().unwrap()).collect();
        built_in().forms_of(&policy).into_iter().collect()
    };
    assert_eq!(forms("aws.iam.user", &["credentials"]), [Configuration]);
    assert_eq!(forms("registers.people.person", &[]), [Log, Attestation]);
    assert_eq!(forms("registers.people.person", &["aws.iam.user/name"]), [Configuration, Log, Attestation]);
    // The entity stands for the whole of the registers that are judged through it.
    assert_eq!(forms("registers.organization.entity", &["roles"]), [Document]);
    assert_eq!(forms("registers.organization.entity", &["registers.people.training/course"]), [Log, Attestation]);
}

#[test]
fn a_register_gives_no_form_by_a_failure_although_a_live_system_was_seen_beside_it() {
    // The user is live, its owner stands in the register of people.
    let mut owned = policy("registers.people.aws_user_owned", "aws.iam.user", &[("soc2", &["CC6.2"])]);
    owned.needs = vec!["registers.people.person/aws_users".parse().unwrap()];
    for (outcome, attested) in [(Outcome::Fail, false), (Outcome::Pass, true)] {
        let all = assess(built_in(), std::slice::from_ref(&owned), &[finding(&owned, "x", outcome)]).unwrap();
        for form in &of(&all, "soc2", "CC6.2").forms {
            let expected = form.form == EvidenceForm::Configuration
                || (attested && matches!(form.form, EvidenceForm::Log | EvidenceForm::Attestation));
            assert_eq!(form.present, expected, "{outcome:?}: {form:?}");
        }
    }
}

#[test]
fn a_finding_on_a_register_counts_by_the_forms_of_the_register_and_never_as_configuration() {
    let mut listed: Vec<_> = built_in().evidence().collect();
    listed.retain(|one| !one.anchor);
    assert!(listed.len() >= 35);
    for kind in listed {
        let one = policy("registers.any.rule", kind.kind.as_str(), &[("soc2", &["CC6.2", "CC5.3", "CC7.4"])]);
        let all = assess(built_in(), std::slice::from_ref(&one), &[finding(&one, "x", Outcome::Pass)]).unwrap();
        for id in ["CC6.2", "CC5.3", "CC7.4"] {
            let found = of(&all, "soc2", id);
            assert_eq!((found.technical, found.attested), (Technical::NoEvidence, Technical::Met), "{}", kind.kind);
            for form in &found.forms {
                assert_eq!(form.counts.is_some(), kind.forms.contains(&form.form), "{} {form:?}", kind.kind);
            }
        }
    }
}
