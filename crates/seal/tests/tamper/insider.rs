//! Bundles that the key's holder signed and that are wrong all the same.

use seal::Reason as R;
use serde_json::json;

use crate::support::forge::Forged;
use crate::{Case, sealing_key};

const MANIFEST: &str = "manifest-sha256.txt";

/// Changes the manifest and signs it.
fn manifest(f: &mut Forged, edit: impl Fn(String) -> String) {
    f.edit(MANIFEST, edit);
    f.resign(&sealing_key(), |_| {});
}

/// Changes bag-info.txt and signs it.
fn info(f: &mut Forged, edit: impl Fn(String) -> String) {
    f.edit("bag-info.txt", edit);
    f.resign(&sealing_key(), |_| {});
}

fn tags(f: &mut Forged, edit: impl Fn(String) -> String) {
    f.edit("tagmanifest-sha256.txt", edit);
    f.sign(&sealing_key(), |_| {});
}

fn swap_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.swap(0, 1);
    lines.concat()
}

pub(crate) const CASES: &[Case] = &[
    ("statement too long", R::StatementTooLarge, |f| {
        f.resign(&sealing_key(), |s| s["predicate"]["runner"]["version"] = json!("v".repeat(4000)));
    }),
    ("statement with an unknown field", R::StatementMalformed, |f| {
        f.resign(&sealing_key(), |s| s["predicate"]["note"] = json!("x"));
    }),
    ("statement without outcomes", R::StatementMalformed, |f| {
        f.resign(&sealing_key(), |s| {
            s["predicate"].as_object_mut().unwrap().remove("outcomes");
        });
    }),
    ("statement with white space", R::StatementMalformed, |f| {
        let pretty = serde_json::to_vec_pretty(&f.statement()).unwrap();
        f.sign_bytes(&sealing_key(), &pretty);
    }),
    ("statement that is no JSON", R::StatementMalformed, |f| f.sign_bytes(&sealing_key(), b"all is well")),
    ("statement with a field twice", R::StatementMalformed, |f| {
        let text = model::canonical_json(&f.statement()).unwrap();
        let text = String::from_utf8(text).unwrap().replacen("\"fail\":2", "\"fail\":2,\"fail\":0", 1);
        f.sign_bytes(&sealing_key(), text.as_bytes());
    }),
    ("statement over one subject only", R::StatementMalformed, |f| {
        f.resign(&sealing_key(), |s| {
            s["subject"].as_array_mut().unwrap().pop();
        });
    }),
    ("subject digest in capitals", R::StatementMalformed, |f| {
        f.resign(&sealing_key(), |s| {
            let hex = s["subject"][0]["digest"]["sha256"].as_str().unwrap().to_uppercase();
            s["subject"][0]["digest"]["sha256"] = json!(hex);
        });
    }),
    ("not an in-toto statement", R::WrongStatementType, |f| f.sign_bytes(&sealing_key(), b"{}")),
    ("an older in-toto statement", R::WrongStatementType, |f| {
        f.resign(&sealing_key(), |s| s["_type"] = json!("https://in-toto.io/Statement/v0.1"));
    }),
    ("a statement about something else", R::WrongPredicateType, |f| {
        f.resign(&sealing_key(), |s| s["predicateType"] = json!("https://slsa.dev/provenance/v1"));
    }),
    ("a later predicate", R::UnsupportedVersion, |f| {
        f.resign(&sealing_key(), |s| s["predicateType"] = json!("urn:assize:predicate:evidence-run:v2"));
    }),
    ("a later format", R::UnsupportedVersion, |f| {
        f.resign(&sealing_key(), |s| s["predicate"]["format"] = json!(2));
    }),
    ("a statement about another run", R::RunIdMismatch, |f| {
        f.resign(&sealing_key(), |s| s["predicate"]["run"]["id"] = json!("another"));
    }),
    ("bag-info about another run", R::RunIdMismatch, |f| info(f, |t| t.replace("000000000001", "000000000002"))),
    ("a true statement about other manifests", R::SubjectMismatch, |f| {
        f.resign(&sealing_key(), |s| {
            s["subject"][0]["digest"]["sha256"] = json!(model::Digest::of(b"another night"));
        });
    }),
    ("manifest digests in capitals", R::ManifestMalformed, |f| {
        manifest(f, |t| t.split_inclusive('\n').map(|l| l[..64].to_uppercase() + &l[64..]).collect());
    }),
    ("manifest with one space", R::ManifestMalformed, |f| manifest(f, |t| t.replace("  ", " "))),
    ("manifest in binary mode", R::ManifestMalformed, |f| manifest(f, |t| t.replacen("  ", " *", 1))),
    ("manifest with Windows line ends", R::ManifestMalformed, |f| manifest(f, |t| t.replace('\n', "\r\n"))),
    ("manifest without its last line end", R::ManifestMalformed, |f| manifest(f, |t| t.trim_end().to_owned())),
    ("manifest with an empty line", R::ManifestMalformed, |f| manifest(f, |t| t + "\n")),
    ("manifest with a line of a megabyte", R::ManifestMalformed, |f| manifest(f, |t| t + &"a".repeat(1 << 20))),
    ("manifest out of order", R::ExtraEntry, |f| manifest(f, |t| swap_lines(&t))),
    ("manifest with a line twice", R::ManifestMalformed, |f| {
        manifest(f, |t| t.split_inclusive('\n').next().unwrap().to_owned() + &t);
    }),
    ("manifest that names a file not there", R::MissingEntry, |f| {
        manifest(f, |t| t + &format!("{}  data/z\n", model::Digest::of(b"")));
    }),
    ("manifest that does not name a file", R::ExtraEntry, |f| {
        manifest(f, |t| t.split_inclusive('\n').filter(|line| !line.contains("gaps")).collect());
    }),
    ("manifest with another digest", R::DigestMismatch, |f| {
        let gaps = model::Digest::of(b"");
        manifest(f, |t| t.replace(gaps.as_str(), model::Digest::of(b"x").as_str()));
    }),
    ("empty manifest", R::ExtraEntry, |f| manifest(f, |_| String::new())),
    ("tag manifest out of order", R::ManifestMalformed, |f| tags(f, |t| swap_lines(&t))),
    ("tag manifest without the instructions", R::ManifestMalformed, |f| {
        tags(f, |t| t.split_inclusive('\n').skip(1).collect());
    }),
    ("tag manifest with a line more", R::ManifestMalformed, |f| {
        tags(f, |t| t + &format!("{}  zzz\n", model::Digest::of(b"")));
    }),
    ("tag manifest with another digest", R::TagMismatch, |f| {
        tags(f, |t| model::Digest::of(b"").as_str().to_owned() + &t[64..]);
    }),
    ("Payload-Oxum that does not fit", R::OxumMismatch, |f| {
        info(f, |t| t.replace("Payload-Oxum: 1", "Payload-Oxum: 2"));
    }),
    ("Payload-Oxum with another count", R::OxumMismatch, |f| info(f, |t| t.replace(".9\n", ".8\n"))),
    ("another bagging date", R::BagMalformed, |f| info(f, |t| t.replace("2026-11-24", "2026-10-24"))),
    ("a label more in bag-info", R::BagMalformed, |f| info(f, |t| t + "Contact-Name: alice\n")),
    ("a label missing in bag-info", R::BagMalformed, |f| {
        info(f, |t| t.split_inclusive('\n').take(3).collect());
    }),
    ("an older bag", R::BagMalformed, |f| {
        f.edit("bagit.txt", |t| t.replace("1.0", "0.97"));
        f.resign(&sealing_key(), |_| {});
    }),
    ("a digest of the policies that does not fit", R::SummaryMismatch, |f| {
        f.resign(&sealing_key(), |s| {
            s["predicate"]["digests"]["policies"]["sha256"] = json!(model::Digest::of(b"other policies"));
        });
    }),
    ("a digest of a part that is not there", R::SummaryMismatch, |f| {
        f.resign(&sealing_key(), |s| {
            let part = json!({"path": "data/absent/", "sha256": model::Digest::of(b"")});
            s["predicate"]["digests"]["absent"] = part;
        });
    }),
];
