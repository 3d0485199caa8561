//! A time-stamp authority made with openssl: root, intermediate, and signers good and bad. Tokens come
//! from `openssl ts`; those that it would refuse to make are signed with `openssl cms`.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// The sort of key that root, intermediate and signers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    Rsa,
    P256,
}

#[derive(Debug)]
pub(crate) struct Tsa {
    folder: tempfile::TempDir,
    keys: Keys,
    /// The configuration names one file of serial numbers.
    turn: Mutex<()>,
}

const SIGNERS: [(&str, &str); 7] = [
    ("good", "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"),
    ("server", "extendedKeyUsage=critical,serverAuth\n"),
    ("lax", "extendedKeyUsage=timeStamping\n"),
    ("both", "extendedKeyUsage=critical,timeStamping,codeSigning\n"),
    ("none", "keyUsage=digitalSignature\n"),
    ("cipher", "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,keyEncipherment\n"),
    ("authority", "extendedKeyUsage=critical,timeStamping\nbasicConstraints=critical,CA:TRUE\n"),
];

const CONFIG: &str = "oid_section = oids
[oids]
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = good.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1, millisecs:500, microsecs:7
ordering = no
tsa_name = yes
";

pub(crate) fn told(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

impl Tsa {
    pub(crate) fn new(keys: Keys) -> Self {
        let tsa = Self { folder: tempfile::tempdir().unwrap(), keys, turn: Mutex::new(()) };
        tsa.write("ts.cnf", CONFIG.as_bytes());
        tsa.write("chain.cnf", format!("{CONFIG}certs = middle.pem\n").as_bytes());
        tsa.write("old.cnf", format!("{CONFIG}ess_cert_id_alg = sha1\n").as_bytes());
        tsa.write("new.cnf", format!("{CONFIG}ess_cert_id_alg = sha384\n").as_bytes());
        tsa.write("serial", b"01");
        for key in ["root", "middle", "signer"] {
            tsa.key(key);
        }
        let subject = |name: &str| format!("/O=Acme/CN={name}");
        tsa.openssl(&[
            "req",
            "-x509",
            "-new",
            "-key",
            "root.key",
            "-subj",
            &subject("Root"),
            "-days",
            "3650",
            "-out",
            "root.pem",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign",
        ]);
        tsa.issue("middle", "middle", "root", "101", "3650", "basicConstraints=critical,CA:TRUE\n");
        for (i, (name, extensions)) in SIGNERS.iter().enumerate() {
            tsa.issue(name, "signer", "middle", &format!("{}", 200 + i), "365", extensions);
        }
        tsa.issue("direct", "signer", "root", "150", "365", SIGNERS[0].1);
        // The same name, number and key as `good`, and other dates.
        tsa.issue("twin", "signer", "middle", "200", "700", SIGNERS[0].1);
        tsa
    }

    fn key(&self, name: &str) {
        let sort: &[&str] = match self.keys {
            Keys::Rsa => &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            Keys::P256 => &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        };
        let out = format!("{name}.key");
        self.openssl(&[&["genpkey"], sort, &["-out", &out]].concat());
    }

    fn issue(&self, name: &str, key: &str, issuer: &str, serial: &str, days: &str, extensions: &str) {
        let [csr, ext, pem] = ["csr", "ext", "pem"].map(|end| format!("{name}.{end}"));
        let subject = if name == "twin" { "good" } else { name };
        self.write(&ext, format!("{extensions}subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n").as_bytes());
        self.openssl(&[
            "req",
            "-new",
            "-key",
            &format!("{key}.key"),
            "-subj",
            &format!("/O=Acme/CN={subject}"),
            "-out",
            &csr,
        ]);
        self.openssl(&[
            "x509",
            "-req",
            "-in",
            &csr,
            "-CA",
            &format!("{issuer}.pem"),
            "-CAkey",
            &format!("{issuer}.key"),
            "-set_serial",
            serial,
            "-days",
            days,
            "-extfile",
            &ext,
            "-out",
            &pem,
        ]);
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn pem(&self, names: &[&str]) -> String {
        names.iter().map(|name| std::fs::read_to_string(self.path(&format!("{name}.pem"))).unwrap()).collect()
    }

    fn try_openssl(&self, arguments: &[&str]) -> Output {
        Command::new("openssl").args(arguments).current_dir(self.folder.path()).output().expect("openssl is needed")
    }

    pub(crate) fn openssl(&self, arguments: &[&str]) -> String {
        let output = self.try_openssl(arguments);
        assert!(output.status.success(), "openssl {}: {}", arguments.join(" "), told(&output));
        told(&output)
    }

    /// What `openssl ts` answers to a request.
    pub(crate) fn reply(&self, request: &[u8], config: &str) -> Vec<u8> {
        let _turn = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.write("query.tsq", request);
        let output = self.try_openssl(&[
            "ts",
            "-reply",
            "-config",
            config,
            "-section",
            "here",
            "-queryfile",
            "query.tsq",
            "-out",
            "reply.tsr",
        ]);
        // A refusal is a reply too; openssl says so by its exit status.
        std::fs::read(self.path("reply.tsr")).unwrap_or_else(|_| panic!("{}", told(&output)))
    }

    /// Whether `openssl ts -verify` takes a reply for a time-stamp of `data`, and what it says.
    pub(crate) fn openssl_verifies(&self, reply: &[u8], data: &[u8], untrusted: bool) -> Result<(), String> {
        let _turn = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.write("verify.tsr", reply);
        self.write("verify.data", data);
        let mut arguments = vec!["ts", "-verify", "-in", "verify.tsr", "-data", "verify.data", "-CAfile", "root.pem"];
        if untrusted {
            arguments.extend(["-untrusted", "middle.pem"]);
        }
        let output = self.try_openssl(&arguments);
        if output.status.success() { Ok(()) } else { Err(told(&output)) }
    }

    /// A reply over `info`, signed by the certificates `signers`.
    pub(crate) fn forge(&self, info: &[u8], signers: &[&str], more: &[&str]) -> Vec<u8> {
        let _turn = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.write("info.der", info);
        let mut arguments = vec![
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-nosmimecap",
            "-in",
            "info.der",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-outform",
            "DER",
            "-out",
            "forged.der",
        ];
        let named: Vec<String> = signers.iter().map(|signer| format!("{signer}.pem")).collect();
        for signer in &named {
            arguments.extend(["-signer", signer, "-inkey", "signer.key"]);
        }
        arguments.extend(more);
        self.openssl(&arguments);
        response(&std::fs::read(self.path("forged.der")).unwrap())
    }
}

/// A granted reply around a token.
pub(crate) fn response(token: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x30, &[&tlv(0x02, &[&[0]])]), token])
}

pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let mut out = vec![tag];
    match value.len() {
        short @ 0..=127 => out.push(u8::try_from(short).unwrap()),
        long @ 128..=255 => out.extend([0x81, u8::try_from(long).unwrap()]),
        longer => out.extend([0x82, u8::try_from(longer >> 8).unwrap(), u8::try_from(longer & 0xff).unwrap()]),
    }
    out.extend(value);
    out
}

/// A `TSTInfo` over a SHA-256 digest at `time`; `end` is what follows the time.
pub(crate) fn info(digest: &[u8], time: &str, end: &[u8]) -> Vec<u8> {
    let sha256 = tlv(0x30, &[&tlv(0x06, &[&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]])]);
    tlv(
        0x30,
        &[
            &tlv(0x02, &[&[1]]),
            &tlv(0x06, &[&[0x2a, 0x03, 0x04, 0x05]]),
            &tlv(0x30, &[&sha256, &tlv(0x04, &[digest])]),
            &tlv(0x02, &[&[9]]),
            &tlv(0x18, &[time.as_bytes()]),
            end,
        ],
    )
}
