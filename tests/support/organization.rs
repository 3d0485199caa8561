//! An organisation on a moto of one's own: accounts with a user each, asked through a proxy.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use super::assize;
use super::estate::{Estate, send};

/// The account that collects, and that moto takes a caller without an account's key for.
pub const OWN: &str = "123456789012";
/// Settings of the source, but for address and accounts.
const SETTINGS: &str = "region = \"us-east-1\"\nimds = false\nexternal_id = \"e-1\"\n";

/// The organisation. It ends with the test.
pub struct Organization {
    pub estate: Estate,
    /// The accounts beside [`OWN`], as they were made.
    pub accounts: Vec<String>,
}

impl Organization {
    /// An organisation with so many accounts beside its own; each has a user `user-N`.
    pub fn start(accounts: usize) -> Self {
        let mut organization = Self { estate: Estate::start(&["--empty"]), accounts: Vec::new() };
        organization.ask("CreateOrganization", &json!({"FeatureSet": "ALL"}));
        for n in 0..accounts {
            let made =
                organization.ask("CreateAccount", &json!({"AccountName": format!("a{n}"), "Email": "a@example.com"}));
            let id = made["CreateAccountStatus"]["AccountId"].as_str().expect("an account id").to_owned();
            let key = organization.key(&id);
            organization.query(&key, "iam", &format!("Action=CreateUser&Version=2010-05-08&UserName=user-{n}"));
            organization.accounts.push(id);
        }
        organization
    }

    /// Closes an account; it is suspended from then on.
    pub fn close(&self, account: &str) {
        self.ask("CloseAccount", &json!({"AccountId": account}));
    }

    /// Asks moto's organizations.
    fn ask(&self, action: &str, body: &Value) -> Value {
        let headers = [
            authorization("test", "organizations"),
            format!("x-amz-target: AWSOrganizationsV20161128.{action}"),
            "content-type: application/x-amz-json-1.1".to_owned(),
        ];
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let answer = send(self.estate.told("moto"), "POST", "/", &headers, &body.to_string());
        if answer.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{e}: {answer}"))
        }
    }

    fn query(&self, key: &str, service: &str, form: &str) -> String {
        let headers = [authorization(key, service), "content-type: application/x-www-form-urlencoded".to_owned()];
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        send(self.estate.told("moto"), "POST", "/", &headers, form)
    }

    /// A key of an account.
    fn key(&self, account: &str) -> String {
        let form = format!(
            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=seed&RoleArn=arn:aws:iam::{account}:role/seed"
        );
        let answer = self.query("test", "sts", &form);
        let key = answer.split("<AccessKeyId>").nth(1).and_then(|rest| rest.split('<').next());
        key.unwrap_or_else(|| panic!("no key: {answer}")).to_owned()
    }

    /// The proxy makes these faults from now on; its log starts anew.
    pub fn faults(&self, faults: &Value) {
        let rules = json!({"faults": faults}).to_string();
        let answer = send(self.estate.told("proxy"), "PUT", "/_proxy/rules", &[], &rules);
        assert!(answer.contains("\"ok\": true"), "{answer}");
        send(self.estate.told("proxy"), "DELETE", "/_proxy/log", &[], "");
    }

    /// The program in `directory`, configured with these settings beside the usual ones.
    pub fn assize(&self, directory: &Path, settings: &str) -> Command {
        let endpoint = self.estate.told("proxy");
        let text = format!("[[source]]\nconnector = \"aws\"\nendpoint = \"{endpoint}\"\n{SETTINGS}{settings}\n");
        std::fs::write(directory.join("assize.toml"), text).unwrap();
        let mut command = assize(directory);
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command
    }

    /// `assize run --format json` over IAM, with more arguments.
    pub fn run(&self, directory: &Path, settings: &str, args: &[&str]) -> Output {
        let mut command = self.assize(directory, settings);
        command.args(["run", "--format", "json", "--select", "aws.iam.user*"]).args(args).output().unwrap()
    }
}

fn authorization(key: &str, service: &str) -> String {
    format!(
        "authorization: AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=none"
    )
}
