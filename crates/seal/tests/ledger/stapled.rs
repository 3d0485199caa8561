//! Proofs that are stapled to a bundle, witnesses, and what a ledger says about a period.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use model::Digest;
use seal::Refusal;
use seal::ledger::{
    Checkpoint, Event, Hash, LedgerKeys, LedgerProof, State, inclusion_proof, intervals, kept_path, leaf_hash,
};

use super::forge::{Entries, Folder, failed, mth, night, run, scope, signer, signer_of, trust};
use super::witness::cosign;

struct Leaves(Vec<Hash>);

impl seal::ledger::Nodes for Leaves {
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Refusal> {
        let range = |i: u64| usize::try_from(i << level).unwrap();
        Ok(mth(&self.0[range(index)..range(index + 1)]))
    }
}

fn proof(index: u64) -> LedgerProof {
    let entries = Entries::nights(300);
    let mut leaves = Leaves(entries.bytes.iter().map(|e| leaf_hash(e)).collect());
    LedgerProof {
        leaf: entries.bytes[usize::try_from(index).unwrap()].clone(),
        index,
        path: inclusion_proof(&mut leaves, index, 300).unwrap(),
        checkpoint: Folder::of(&entries, &signer(1)).0[&kept_path(300)].clone(),
    }
}

fn digests(n: u64) -> (Digest, Digest) {
    let Event::Run { evidence, statement, .. } = run(n) else { panic!("a run") };
    (evidence, statement)
}

fn refused(proof: &LedgerProof, n: u64, trust: &[LedgerKeys]) -> &'static str {
    let (evidence, statement) = digests(n);
    proof.check(trust, &evidence, &statement).unwrap_err().name()
}

#[test]
fn a_stapled_proof_says_where_a_bundle_stands() {
    let bytes = proof(17).to_bytes();
    let parsed = LedgerProof::parse(&bytes).unwrap();
    assert_eq!(parsed.to_bytes(), bytes);
    let (evidence, statement) = digests(17);
    let position = parsed.check(&[trust()], &evidence, &statement).unwrap();
    assert_eq!((position.index, position.size, position.at), (17, 300, night(17)));
}

#[test]
fn a_proof_that_is_of_something_else_is_refused_by_name() {
    let trusted = [trust()];
    let good = proof(17);
    assert_eq!(refused(&good, 18, &trusted), "proof_of_another_leaf");
    assert_eq!(refused(&proof(0), 17, &trusted), "proof_of_another_leaf", "a leaf that is no run");
    assert_eq!(refused(&LedgerProof { index: 18, ..good.clone() }, 17, &trusted), "inclusion_failed");
    assert_eq!(refused(&LedgerProof { leaf: proof(18).leaf, ..good.clone() }, 18, &trusted), "inclusion_failed");
    assert_eq!(refused(&LedgerProof { path: proof(18).path, ..good.clone() }, 17, &trusted), "inclusion_failed");
    let stranger = LedgerKeys::new(vec![signer_of("x.example/log", 1).public().clone()], vec![], 0).unwrap();
    assert_eq!(refused(&good, 17, &[stranger]), "unknown_ledger");
    let other_key = LedgerKeys::new(vec![signer(2).public().clone()], vec![], 0).unwrap();
    assert_eq!(refused(&good, 17, &[other_key]), "checkpoint_unsigned");
    let mut forged = good;
    let at = forged.checkpoint.len() - 10;
    forged.checkpoint[at] = if forged.checkpoint[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(refused(&forged, 17, &trusted), "bad_checkpoint_signature");
}

#[test]
fn a_proof_has_one_spelling() {
    let text = String::from_utf8(proof(17).to_bytes()).unwrap();
    for (from, to) in [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("extra ", "extra  "),
        ("index 17", "index 017"),
        ("index 17", "index +17"),
        ("index 17", "index -1"),
        ("index 17", "index 18446744073709551615"),
        ("index 17\n", ""),
        ("index 17\n", "index 17\nAAAA\n"),
        ("\n\n", "\n"),
    ] {
        let bad = text.replace(from, to);
        assert_ne!(bad, text, "{from}");
        let refusal = LedgerProof::parse(bad.as_bytes()).unwrap_err();
        assert_eq!(refusal.name(), "proof_malformed", "{from} to {to}");
    }
    let long = text.replace("index 17\n", &format!("index 17\n{}", format!("{}\n", BASE64.encode([0; 32])).repeat(64)));
    assert_eq!(LedgerProof::parse(long.as_bytes()).unwrap_err().name(), "proof_malformed");
}

#[test]
fn witnesses_count_if_they_are_trusted_and_their_signatures_fit() {
    let mut folder = Folder::of(&Entries::nights(10), &signer(1));
    let (witness, cosigned) = cosign("witness.example/w1", 9, &folder.0["checkpoint"], 1_767_300_000);
    let ours = vec![signer(1).public().clone()];
    let wanted = LedgerKeys::new(ours.clone(), vec![witness.clone()], 1).unwrap();
    assert_eq!(folder.audit(&wanted, &[]).unwrap_err().name(), "too_few_witnesses");
    folder.0.insert("checkpoint".into(), cosigned.clone());
    let audit = folder.audit(&wanted, &[]).unwrap();
    assert_eq!(audit.witnesses[0].0, "witness.example/w1");
    assert_eq!(audit.witnesses[0].1.as_second(), 1_767_300_000);
    assert!(folder.audit(&trust(), &[]).is_ok(), "a line of a stranger is passed over");
    // The time is signed, too.
    let (_, mut later) =
        cosign("witness.example/w1", 9, &Folder::of(&Entries::nights(9), &signer(1)).0["checkpoint"], 1);
    let swapped = String::from_utf8(later.clone()).unwrap();
    let foreign = swapped.lines().last().unwrap();
    later = [&Folder::of(&Entries::nights(10), &signer(1)).0["checkpoint"][..], foreign.as_bytes(), b"\n"].concat();
    folder.0.insert("checkpoint".into(), later);
    assert_eq!(folder.audit(&wanted, &[]).unwrap_err().name(), "bad_cosignature", "of another checkpoint");
}

#[test]
fn a_period_tells_a_run_from_a_failed_one_from_none() {
    let mut entries = Entries::default();
    entries.add(0, scope(signer(1).public())).add(1, run(1)).add(2, failed()).add(2, run(2)).add(3, failed());
    // Night 4 is missing; what is written in night 5 about night 4 does not fill it.
    entries.add(6, run(4)).add(6, run(6));
    let audit = Folder::of(&entries, &signer(1)).audit(&trust(), &[]).unwrap();
    let found = intervals(&audit.leaves, night(1), night(7), 86_400).unwrap();
    let states: Vec<State> = found.iter().map(|i| i.state).collect();
    assert_eq!(states, [State::Ran, State::Ran, State::Failed, State::NoRun, State::NoRun, State::Ran]);
    assert_eq!(found[5].late.len(), 1, "the run of night 4 was written in night 6");
    for (from, to, every) in [(1, 1, 86_400), (2, 1, 86_400), (1, 7, 0), (0, 10_000, 1)] {
        assert_eq!(intervals(&audit.leaves, night(from), night(to), every).unwrap_err().name(), "period_malformed");
    }
}

#[test]
fn stamps_bound_when_a_leaf_was_written() {
    let entries = Entries::nights(5);
    let mut folder = Folder::of(&entries, &signer(1));
    let audit = |folder: &Folder| {
        let trust = trust();
        let mut fetch = |path: &str, _: u64| Ok(folder.0.get(path).cloned());
        // Stands in for an authority: the response is the time itself.
        let stamp = |response: &[u8], _: &[u8]| Ok(std::str::from_utf8(response).unwrap().parse().unwrap());
        let checks = seal::ledger::LedgerChecks { trust: &trust, held: &[], stamp: Some(&stamp) };
        seal::ledger::audit_ledger(&mut fetch, &checks)
    };
    folder.0.insert(format!("{}.tsr", kept_path(2)), night(1).to_string().into_bytes());
    assert_eq!(audit(&folder).unwrap().stamps[&2], night(1));
    folder.0.insert(format!("{}.tsr", kept_path(2)), night(3).to_string().into_bytes());
    assert_eq!(audit(&folder).unwrap_err().name(), "leaf_back_dated", "the leaf after it claims an earlier night");
    folder.0.insert(format!("{}.tsr", kept_path(2)), night(0).to_string().into_bytes());
    assert_eq!(audit(&folder).unwrap_err().name(), "leaf_back_dated", "stamped before it was written");
}

#[test]
fn a_head_of_another_size_is_not_this_head() {
    let head = Checkpoint { origin: "a.example/b".into(), size: 7, root: [7; 32] };
    assert_eq!(Checkpoint::parse(&head.text()).unwrap(), head);
}
