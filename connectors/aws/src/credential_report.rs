//! Reads IAM's credential report: one CSV with a row per user and one for the root user. Columns
//! are found by name. It must never read a missing column or a strange cell as "no" or "none".

use std::collections::BTreeMap;

use model::Timestamp;
use serde_json::{Value, json};

/// Most rows that are read; an account holds 5,000 users unless AWS raised its limit.
const MAX_ROWS: usize = 200_000;

/// The report, by ARN.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    /// Each user's row, or what is wrong with it.
    pub(crate) users: BTreeMap<String, Result<Row, String>>,
    /// The root user's row, if there is one.
    pub(crate) root: Option<Result<Row, String>>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The user's name.
    pub(crate) user: String,
    created_at: Option<Timestamp>,
    /// `None` for the root user, where it is not told.
    password_enabled: Option<bool>,
    password_last_used: Option<Timestamp>,
    password_last_changed: Option<Timestamp>,
    mfa_active: bool,
    /// The two access keys.
    pub(crate) keys: [Key; 2],
}

/// An access key, or the place where one could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) active: bool,
    pub(crate) last_rotated: Option<Timestamp>,
    pub(crate) last_used: Option<Timestamp>,
    pub(crate) last_used_service: Option<String>,
}

impl Key {
    /// True if there is a key, active or not.
    pub(crate) fn exists(&self) -> bool {
        self.active || self.last_rotated.is_some()
    }
}

impl Row {
    /// The field `credentials` of a user.
    pub(crate) fn credentials(&self) -> Result<Value, String> {
        let enabled = self.password_enabled.ok_or("password_enabled is neither true nor false")?;
        Ok(json!({
            "password_enabled": enabled,
            "password_last_used": stamp(self.password_last_used),
            "password_last_changed": stamp(self.password_last_changed),
            "mfa_active": self.mfa_active,
            "created_at": stamp(self.created_at),
        }))
    }

    /// The field `root_credentials` of the account.
    pub(crate) fn root_credentials(&self) -> Value {
        let [first, second] = &self.keys;
        json!({
            "password_last_used": stamp(self.password_last_used),
            "access_key_1_active": first.active,
            "access_key_1_last_used_date": stamp(first.last_used),
            "access_key_2_active": second.active,
            "access_key_2_last_used_date": stamp(second.last_used),
            "mfa_active": self.mfa_active,
        })
    }
}

/// A moment as RFC 3339 in UTC, or `null`.
pub(crate) fn stamp(time: Option<Timestamp>) -> Value {
    time.map_or(Value::Null, |time| Value::String(time.to_string()))
}

/// Reads the report.
///
/// # Errors
/// When it is not CSV, lacks a column, or is too long. A strange cell is an error of its row.
pub(crate) fn read(csv: &[u8]) -> Result<Report, String> {
    let mut reader = csv::ReaderBuilder::new().from_reader(csv);
    let headers = reader.byte_headers().map_err(|e| format!("the credential report is not CSV: {e}"))?;
    let columns = Columns::find(headers)?;
    let mut report = Report::default();
    for (number, record) in reader.byte_records().enumerate() {
        if number >= MAX_ROWS {
            return Err(format!("the credential report has more than {MAX_ROWS} rows"));
        }
        let record = record.map_err(|e| format!("the credential report is not CSV: {e}"))?;
        let cells = Cells { columns: &columns, record: &record };
        let user = cells.text("user")?.to_owned();
        let arn = cells.text("arn")?.to_owned();
        let row = cells.row();
        if user == "<root_account>" {
            if report.root.replace(row).is_some() {
                return Err("the credential report lists the root user twice".to_owned());
            }
        } else if report.users.insert(arn, row).is_some() {
            return Err(format!("the credential report lists {user} twice"));
        }
    }
    Ok(report)
}

const COLUMNS: [&str; 15] = [
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "mfa_active",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_1_last_used_date",
    "access_key_1_last_used_service",
    "access_key_2_active",
    "access_key_2_last_rotated",
    "access_key_2_last_used_date",
    "access_key_2_last_used_service",
];

/// Where each column stands.
struct Columns(BTreeMap<&'static str, usize>);

impl Columns {
    fn find(headers: &csv::ByteRecord) -> Result<Self, String> {
        let place = |name: &str| headers.iter().position(|h| h.trim_ascii() == name.as_bytes());
        let found = COLUMNS.iter().map(|name| {
            place(name).map(|at| (*name, at)).ok_or_else(|| format!("the credential report has no column {name}"))
        });
        found.collect::<Result<_, _>>().map(Self)
    }
}

struct Cells<'a> {
    columns: &'a Columns,
    record: &'a csv::ByteRecord,
}

impl Cells<'_> {
    fn text(&self, column: &str) -> Result<&str, String> {
        let cell = self.columns.0.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default();
        match std::str::from_utf8(cell) {
            Ok(text) if !text.is_empty() => Ok(text),
            _ => Err(format!("a row of the credential report has no readable {column}")),
        }
    }

    /// A cell that may say that there is nothing.
    fn known(&self, column: &str) -> Result<Option<&str>, String> {
        let text = self.text(column)?;
        Ok(Some(text).filter(|t| !matches!(*t, "N/A" | "no_information" | "not_supported")))
    }

    fn time(&self, column: &str) -> Result<Option<Timestamp>, String> {
        let parse = |text: &str| text.parse().map_err(|_| format!("{column} is not a moment"));
        self.known(column)?.map(parse).transpose()
    }

    fn flag(&self, column: &str) -> Result<bool, String> {
        match self.text(column)?.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(format!("{column} is neither true nor false")),
        }
    }

    fn row(&self) -> Result<Row, String> {
        let password_enabled = self.known("password_enabled")?.is_some().then(|| self.flag("password_enabled"));
        Ok(Row {
            user: self.text("user")?.to_owned(),
            created_at: self.time("user_creation_time")?,
            password_enabled: password_enabled.transpose()?,
            password_last_used: self.time("password_last_used")?,
            password_last_changed: self.time("password_last_changed")?,
            mfa_active: self.flag("mfa_active")?,
            keys: [self.key(1)?, self.key(2)?],
        })
    }

    fn key(&self, number: u8) -> Result<Key, String> {
        let column = |what: &str| format!("access_key_{number}_{what}");
        Ok(Key {
            active: self.flag(&column("active"))?,
            last_rotated: self.time(&column("last_rotated"))?,
            last_used: self.time(&column("last_used_date"))?,
            last_used_service: self.known(&column("last_used_service"))?.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The columns that AWS documents, in its order, and one that it does not know yet.
    const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
        password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
        access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
        access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
        cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info";
    const ROOT: &str = "<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,\
        2026-01-02T03:04:05+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,\
        false,N/A,false,N/A,";
    const ALICE: &str = "alice,arn:aws:iam::123456789012:user/alice,2021-01-01T01:00:00+01:00,true,no_information,\
        2021-01-01T00:00:00+00:00,N/A,false,true,2021-02-01T00:00:00+00:00,N/A,N/A,N/A,false,\
        2022-01-01T00:00:00+00:00,2022-06-01T00:00:00+00:00,eu-west-1,s3,false,N/A,false,N/A,";

    fn report(rows: &[&str]) -> Result<Report, String> {
        let lines: Vec<String> = std::iter::once(&HEADER).chain(rows).map(|l| l.replace(' ', "")).collect();
        read(lines.join("\n").as_bytes())
    }

    fn row(report: &Report) -> &Row {
        report.users["arn:aws:iam::123456789012:user/alice"].as_ref().unwrap()
    }

    #[test]
    fn a_report_is_read_by_the_names_of_its_columns() {
        let report = report(&[ROOT, ALICE]).unwrap();
        assert_eq!(
            row(&report).credentials().unwrap(),
            json!({"password_enabled": true, "password_last_used": null, "mfa_active": false,
                "password_last_changed": "2021-01-01T00:00:00Z", "created_at": "2021-01-01T00:00:00Z"})
        );
        let [first, second] = &row(&report).keys;
        assert!(first.active && first.exists() && first.last_used.is_none());
        assert!(!second.active && second.exists(), "a key that is off still exists");
        assert_eq!(second.last_used_service.as_deref(), Some("s3"));
        let root = report.root.unwrap().unwrap().root_credentials();
        assert_eq!(root["password_last_used"], "2026-01-02T03:04:05Z");
        assert_eq!((&root["mfa_active"], &root["access_key_1_active"]), (&json!(true), &json!(false)));
    }

    #[test]
    fn a_missing_column_is_named() {
        let lines = format!("{}\n{ALICE}", HEADER.replace("mfa_active", "mfa")).replace(' ', "");
        assert_eq!(read(lines.as_bytes()).unwrap_err(), "the credential report has no column mfa_active");
        assert!(read(b"").is_err());
        assert!(read(b"<html></html>").is_err());
    }

    #[test]
    fn a_strange_cell_spoils_its_row_and_no_other() {
        let bob = ALICE.replace("alice", "bob").replace("2021-02-01T00:00:00+00:00", "yesterday");
        let report = report(&[ALICE, &bob]).unwrap();
        assert!(row(&report).keys[0].active);
        let error = report.users["arn:aws:iam::123456789012:user/bob"].as_ref().unwrap_err();
        assert_eq!(error, "access_key_1_last_rotated is not a moment");
    }

    #[test]
    fn an_empty_flag_is_not_a_no() {
        let bad = ALICE.replace("N/A,false,true,2021", "N/A,,true,2021");
        let report = report(&[&bad]).unwrap();
        assert!(report.users.values().all(Result::is_err), "{report:?}");
    }

    #[test]
    fn a_user_listed_twice_or_a_row_cut_off_spoils_the_report() {
        assert!(report(&[ALICE, ALICE]).unwrap_err().contains("twice"));
        assert!(report(&[&ALICE[..100]]).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(tail in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut csv = HEADER.replace(' ', "").into_bytes();
            csv.push(b'\n');
            csv.extend(tail);
            let _ = read(&csv);
        }
    }
}
