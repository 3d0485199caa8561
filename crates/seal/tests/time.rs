//! Time-stamps from authorities made with openssl: what is accepted (by `openssl ts -verify` too), and
//! each way to be refused, by its own reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/tsa.rs"]
mod tsa;

use std::sync::LazyLock;
use std::time::Duration;

use proptest::prelude::*;
use seal::time::{Accuracy, Authority, TIMESTAMP_BYTES, Time, Token, check, request};
use seal::{Reason, Refusal};
use sha2::{Digest as _, Sha256};
use tsa::{Keys, Tsa, info, response, tlv};

const SIGNATURE: &[u8] = b"the bytes of a signature";
const NONCE: u64 = 0x8899_aabb_ccdd_eeff;

static RSA: LazyLock<Tsa> = LazyLock::new(|| Tsa::new(Keys::Rsa));
static P256: LazyLock<Tsa> = LazyLock::new(|| Tsa::new(Keys::P256));
static OTHER: LazyLock<Tsa> = LazyLock::new(|| Tsa::new(Keys::P256));

fn authority(tsa: &Tsa, files: &[&str]) -> Authority {
    Authority::from_pem("acme", &tsa.pem(files)).unwrap()
}

fn full(tsa: &Tsa) -> Authority {
    authority(tsa, &["root", "middle"])
}

fn stamped(tsa: &Tsa, config: &str) -> Vec<u8> {
    tsa.reply(&request(SIGNATURE, NONCE).unwrap(), config)
}

/// Now, shifted by days, as a token writes it. The certificates of the tests begin now.
fn in_days(days: i64) -> String {
    // Tests make their certificates by the system's clock, so its time is what they compare with.
    #[allow(clippy::disallowed_methods)]
    let now = model::Timestamp::try_from(std::time::SystemTime::now()).unwrap();
    let shift = Duration::from_hours(24 * days.unsigned_abs());
    let then = if days < 0 { now - shift } else { now + shift };
    then.strftime("%Y%m%d%H%M%SZ").to_string()
}

fn forged(tsa: &Tsa, signers: &[&str], time: &str, more: &[&str]) -> Vec<u8> {
    tsa.forge(&info(&Sha256::digest(SIGNATURE), time, &[]), signers, more)
}

fn verify(response: &[u8], authorities: &[Authority]) -> Result<Time, Refusal> {
    Token::read(response)?.verify(SIGNATURE, authorities)
}

#[track_caller]
fn refused(response: &[u8], authorities: &[Authority], reason: Reason) {
    match verify(response, authorities) {
        Ok(time) => panic!("accepted at {}, expected {}", time.at, reason.name()),
        Err(refusal) => assert_eq!(refusal.reason, reason, "{refusal}"),
    }
}

#[test]
fn what_openssl_stamps_is_accepted_by_both() {
    for tsa in [&*RSA, &*P256] {
        for (config, files, untrusted) in [
            ("ts.cnf", &["root", "middle"][..], true),
            ("chain.cnf", &["root"], false),
            ("old.cnf", &["root", "middle"], true),
            ("new.cnf", &["root", "middle"], true),
        ] {
            let reply = stamped(tsa, config);
            let time = check(&reply, SIGNATURE, NONCE, &[authority(tsa, files)]).unwrap();
            assert_eq!(tsa.openssl_verifies(&reply, SIGNATURE, untrusted), Ok(()));
            assert_eq!(time.policy, "1.3.6.1.4.1.99999.1");
            assert_eq!(time.accuracy, Some(Accuracy { seconds: 1, micros: 500_007 }));
            assert_eq!(time.authority, "acme");
            tsa.write("text.tsr", &reply);
            let text = tsa.openssl(&["ts", "-reply", "-in", "text.tsr", "-text"]);
            let told = time.at.strftime("%b %e %H:%M:%S %Y GMT").to_string();
            assert!(text.contains(&told), "{told} is not in {text}");
            assert!(text.contains(&format!("0x{}", time.serial.to_uppercase())), "{} is not in {text}", time.serial);
        }
    }
}

#[test]
fn a_forged_good_token_is_accepted_so_the_forger_proves_something() {
    let time = verify(&forged(&P256, &["good"], &in_days(1), &["-cades"]), &[full(&P256)]).unwrap();
    assert_eq!(time.policy, "1.2.3.4.5");
    assert_eq!(time.accuracy, None);
    let by_key = forged(&RSA, &["good"], &in_days(1), &["-cades", "-keyid"]);
    assert!(verify(&by_key, &[full(&RSA)]).is_ok());
    let fraction = in_days(1).replace('Z', ".25Z");
    let time = verify(&forged(&RSA, &["good"], &fraction, &["-cades"]), &[full(&RSA)]).unwrap();
    assert_eq!(time.at.subsec_millisecond(), 250);
    for md in ["sha384", "sha512"] {
        for tsa in [&*RSA, &*P256] {
            verify(&forged(tsa, &["good"], &in_days(1), &["-cades", "-md", md]), &[full(tsa)]).unwrap();
        }
    }
    let pss = ["-cades", "-md", "sha256", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"];
    verify(&forged(&RSA, &["good"], &in_days(1), &pss), &[full(&RSA)]).unwrap();
}

#[test]
fn the_chain_is_judged_at_the_tokens_time() {
    for tsa in [&*RSA, &*P256] {
        refused(&forged(tsa, &["good"], &in_days(500), &["-cades"]), &[full(tsa)], Reason::TimestampExpired);
        refused(&forged(tsa, &["good"], &in_days(-2), &["-cades"]), &[full(tsa)], Reason::TimestampNotYetValid);
        refused(&forged(tsa, &["good"], "19010101000000Z", &["-cades"]), &[full(tsa)], Reason::TimestampNotYetValid);
        assert!(verify(&forged(tsa, &["good"], &in_days(300), &["-cades"]), &[full(tsa)]).is_ok());
    }
}

#[test]
fn the_signers_certificate_must_be_for_time_stamping_alone() {
    for tsa in [&*RSA, &*P256] {
        for signer in ["server", "lax", "both", "none", "cipher"] {
            let token = forged(tsa, &[signer], &in_days(1), &["-cades"]);
            refused(&token, &[full(tsa)], Reason::TimestampUsage);
        }
    }
}

#[test]
fn a_signer_that_is_an_authority_itself_is_none() {
    refused(&forged(&P256, &["authority"], &in_days(1), &["-cades"]), &[full(&P256)], Reason::TimestampChain);
}

#[test]
fn another_time_does_not_fit_the_signature() {
    let (signed, other) = (in_days(1), in_days(2));
    let mut token = forged(&P256, &["good"], &signed, &["-cades"]);
    let at = token.windows(signed.len()).position(|w| w == signed.as_bytes()).unwrap();
    token[at..at + other.len()].copy_from_slice(other.as_bytes());
    refused(&token, &[full(&P256)], Reason::TimestampSignature);
}

#[test]
fn another_authority_does_not_vouch() {
    // Made first, so that the token is not older than their certificates.
    let others = [full(&RSA), full(&OTHER)];
    let reply = stamped(&P256, "chain.cnf");
    refused(&reply, &[full(&OTHER)], Reason::TimestampAuthorityUnknown);
    refused(&reply, &others, Reason::TimestampAuthorityUnknown);
    refused(&reply, &[], Reason::TimestampAuthorityUnknown);
    for authorities in [[full(&OTHER), full(&P256)], [full(&P256), full(&OTHER)]] {
        assert!(verify(&reply, &authorities).is_ok());
    }
    // The chain lacks its middle, which is not in this token.
    refused(&stamped(&P256, "ts.cnf"), &[authority(&P256, &["root"])], Reason::TimestampAuthorityUnknown);
}

#[test]
fn the_reason_is_that_of_the_authority_which_knew_the_signer() {
    let token = forged(&P256, &["lax"], &in_days(1), &["-cades"]);
    for authorities in [[full(&OTHER), full(&P256)], [full(&P256), full(&OTHER)]] {
        refused(&token, &authorities, Reason::TimestampUsage);
    }
}

#[test]
fn a_token_is_for_one_signature_and_one_request() {
    let reply = stamped(&P256, "ts.cnf");
    let other = Token::read(&reply).unwrap().verify(b"another signature", &[full(&P256)]).unwrap_err();
    assert_eq!(other.reason, Reason::TimestampImprint);
    for nonce in [NONCE + 1, 0, NONCE & 0x7fff_ffff_ffff_ffff] {
        assert_eq!(check(&reply, SIGNATURE, nonce, &[full(&P256)]).unwrap_err().reason, Reason::TimestampNonce);
    }
    let without = forged(&P256, &["good"], &in_days(1), &["-cades"]);
    assert_eq!(check(&without, SIGNATURE, NONCE, &[full(&P256)]).unwrap_err().reason, Reason::TimestampNonce);
    for nonce in [0, 1, 127, 128, 255, 256, u64::MAX] {
        let reply = P256.reply(&request(SIGNATURE, nonce).unwrap(), "ts.cnf");
        check(&reply, SIGNATURE, nonce, &[full(&P256)]).unwrap();
    }
}

#[test]
fn exactly_one_signer() {
    let two = forged(&P256, &["good", "server"], &in_days(1), &["-cades"]);
    refused(&two, &[full(&P256)], Reason::TimestampSigners);
}

#[test]
fn the_signer_is_the_certificate_that_the_token_names() {
    // Another certificate of the same name, number and key, valid for longer.
    let token = forged(&P256, &["good"], &in_days(500), &["-cades", "-nocerts"]);
    refused(&token, &[full(&P256)], Reason::TimestampNoCertificate);
    refused(&token, &[authority(&P256, &["root", "middle", "twin"])], Reason::TimestampCertificate);
    refused(&token, &[authority(&P256, &["root", "middle", "good"])], Reason::TimestampExpired);
    // Without the attribute nothing names it.
    refused(&forged(&P256, &["good"], &in_days(1), &[]), &[full(&P256)], Reason::TimestampMalformed);
}

#[test]
fn weak_digests_and_other_imprints_are_refused() {
    let sha1 = forged(&RSA, &["good"], &in_days(1), &["-cades", "-md", "sha1"]);
    refused(&sha1, &[full(&RSA)], Reason::TimestampAlgorithm);
    let sha512 = tlv(0x06, &[&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]]);
    let mut wrong = info(&Sha256::digest(SIGNATURE), &in_days(1), &[]);
    let at = wrong.windows(9).position(|w| w == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]).unwrap();
    wrong[at..at + 9].copy_from_slice(&sha512[2..]);
    refused(&P256.forge(&wrong, &["good"], &["-cades"]), &[full(&P256)], Reason::TimestampAlgorithm);
}

#[test]
fn a_refusal_is_no_token() {
    P256.write("data", SIGNATURE);
    P256.openssl(&["ts", "-query", "-data", "data", "-sha512", "-out", "sha512.tsq"]);
    let reply = P256.reply(&std::fs::read(P256.path("sha512.tsq")).unwrap(), "ts.cnf");
    refused(&reply, &[full(&P256)], Reason::TimestampNotGranted);
}

#[test]
fn info_that_is_not_understood_is_refused() {
    let extension = |critical: &[u8]| {
        let one = tlv(0x30, &[&tlv(0x06, &[&[0x2a, 0x03]]), critical, &tlv(0x04, &[b"x"])]);
        tlv(0xa1, &[&one])
    };
    let with =
        |end: &[u8], time: &str| P256.forge(&info(&Sha256::digest(SIGNATURE), time, end), &["good"], &["-cades"]);
    let good = in_days(1);
    assert!(verify(&with(&extension(&[]), &good), &[full(&P256)]).is_ok());
    let critical = with(&extension(&tlv(0x01, &[&[0xff]])), &good);
    refused(&critical, &[full(&P256)], Reason::TimestampMalformed);
    let accuracies: [&[u8]; 3] = [&tlv(0x80, &[&[0]]), &tlv(0x80, &[&[0x03, 0xe8]]), &tlv(0x82, &[&[1]])];
    for wrong in accuracies {
        refused(&with(&tlv(0x30, &[wrong]), &good), &[full(&P256)], Reason::TimestampMalformed);
    }
    for time in ["20261124100025", "202611241000Z", "20261124100025.0Z"] {
        refused(&with(&[], time), &[full(&P256)], Reason::TimestampMalformed);
    }
}

#[test]
fn sizes_are_bounded_and_nothing_follows() {
    let reply = stamped(&P256, "chain.cnf");
    for length in 0..reply.len() {
        refused(&reply[..length], &[full(&P256)], Reason::TimestampMalformed);
    }
    refused(&[&reply[..], &[0]].concat(), &[full(&P256)], Reason::TimestampMalformed);
    refused(&[&reply[..], &reply].concat(), &[full(&P256)], Reason::TimestampMalformed);
    refused(&vec![0x30; TIMESTAMP_BYTES + 1], &[full(&P256)], Reason::TimestampTooLarge);
    let long = [&reply[..], &vec![0; TIMESTAMP_BYTES]].concat();
    refused(&long, &[full(&P256)], Reason::TimestampTooLarge);
    refused(&response(&[]), &[full(&P256)], Reason::TimestampMalformed);
}

/// Every bit, one after the other. In this token only the status is not signed: 0 and 1 both mean granted. So a flipped
/// token is either refused or says the same.
#[test]
fn no_flipped_bit_changes_what_a_token_says() {
    for (tsa, step) in [(&*P256, 1), (&*RSA, 7)] {
        let reply = stamped(tsa, "ts.cnf");
        let authorities = [full(tsa)];
        let good = verify(&reply, &authorities).unwrap();
        let mut same = Vec::new();
        for at in (0..reply.len()).step_by(step) {
            for bit in 0..8 {
                let mut flipped = reply.clone();
                flipped[at] ^= 1 << bit;
                if let Ok(time) = verify(&flipped, &authorities) {
                    assert_eq!(time, good, "byte {at} bit {bit}");
                    same.push((at, bit));
                }
            }
        }
        let status = reply.windows(5).position(|w| w == [0x30, 3, 2, 1, 0]).unwrap() + 4;
        assert!(same.iter().all(|place| *place == (status, 0)), "{same:?}");
    }
}

#[test]
fn a_file_of_certificates_needs_a_root() {
    for (text, why) in [
        (P256.pem(&["middle", "good"]), "no root"),
        (String::new(), "no root"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".into(), "certificate 1"),
        ("-----BEGIN CERTIFICATE-----\n".into(), "certificate 1"),
        ("x".repeat(300_000), "longer"),
        (P256.pem(&["root"]).repeat(40), "more than"),
    ] {
        let told = Authority::from_pem("acme", &text).unwrap_err().to_string();
        assert!(told.contains(why), "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Token::read(&bytes).is_err());
        prop_assert!(Token::read(&response(&bytes)).is_err());
    }

    #[test]
    fn any_wound_is_refused_or_harmless(at in any::<prop::sample::Index>(), with in proptest::collection::vec(any::<u8>(), 1..6)) {
        static REPLY: LazyLock<Vec<u8>> = LazyLock::new(|| stamped(&P256, "chain.cnf"));
        static TRUST: LazyLock<[Authority; 1]> = LazyLock::new(|| [full(&P256)]);
        let mut wounded = REPLY.clone();
        let at = at.index(wounded.len());
        wounded.splice(at..(at + with.len()).min(REPLY.len()), with);
        if let Ok(time) = verify(&wounded, &*TRUST) {
            prop_assert_eq!(time, verify(&REPLY, &*TRUST).unwrap());
        }
    }
}
