//! Examples that stand under the help of commands. A test reads each of them as the program would.

pub(super) const RUN: &str = "\
Examples:
  assize run --fixtures acme                               judge the built-in example estate
  assize run --source aws --source github:acme             judge live systems
  assize run --select 'aws.iam.*' --format json            of assize.toml, by some of the policies
  assize run --key assize.key --output evidence/           seal what was seen and judged
  assize run --key awskms:alias/seal --timestamp https://tsa.example/rfc3161 --output evidence/

`assize --help` lists the exit codes. Credentials come from the environment, never from assize.toml.";

pub(super) const COLLECT: &str = "\
Examples:
  assize collect --source aws --output tonight             on a machine that may ask
  assize evaluate tonight --key assize.key --output evidence/        on one that holds the key
  assize collect --everything --output tonight             also what no policy reads yet";

pub(super) const EVALUATE: &str = "\
Examples:
  assize evaluate tonight                                  a folder made by `assize collect`
  assize evaluate acme --select 'github.*' --format markdown         the built-in example estate
  assize evaluate tonight --policies my-policies/ --key assize.key --output evidence/";

pub(super) const VERIFY: &str = "\
Examples:
  assize verify night.zip --key assize.key.pub             every byte is as it was sealed
  assize verify night.zip --key assize.key.pub --replay    the same findings come out again
  assize verify night.zip --trust trust.toml --format json           several signers, stamps, a ledger
  assize verify part.jsonl --key assize.key.pub            what `assize disclose` wrote";

pub(super) const DISCLOSE: &str = "\
Examples:
  assize disclose night.zip --key assize.key.pub --requirement CC6.1 --output part.jsonl
  assize disclose night.zip --key assize.key.pub --policy 'aws.s3.*' --redact /fields/tags --output part.jsonl
  assize verify part.jsonl --key assize.key.pub";

pub(super) const REPORT: &str = "\
Examples:
  assize report night.zip --key assize.key.pub
  assize report night.zip --key assize.key.pub --format markdown --all
  assize report night.zip --trust trust.toml --format json";

pub(super) const POLICY_LIST: &str = "\
Examples:
  assize policy list --framework nis2
  assize policy list --select 'aws.s3.*' --format json";

pub(super) const POLICY_TEST: &str = "\
Examples:
  assize policy test                                       all of them
  assize policy test --policies my-policies/ --select 'aws.s3.mine'";

pub(super) const POLICY_COVERAGE: &str = "\
Example:
  assize policy coverage --against prowler --format markdown";

pub(super) const POLICY_EXPLAIN: &str = "\
Example:
  assize policy explain aws.iam.root_mfa";

pub(super) const KINDS: &str = "\
Examples:
  assize kinds                                             one line each
  assize kinds aws.s3.bucket                               its fields and the permission of each
  assize kinds github.repo --format json                   JSON Schemas of an area";

pub(super) const FRAMEWORKS: &str = "\
Examples:
  assize frameworks                                        one line each
  assize frameworks soc2
  assize frameworks gaps --format markdown                 requirements that no policy proves";

pub(super) const CROSSWALK: &str = "\
Examples:
  assize crosswalk --from soc2 --to nis2
  assize crosswalk --row art.21.2.j --format csv
  assize crosswalk --from soc2 --have night.zip --key assize.key.pub";

pub(super) const ASSESS: &str = "\
Examples:
  assize assess --bundles evidence/ --from 2026-01-01 --key assize.key.pub
  assize assess --bundles evidence/ --from 2026-01-01 --to 2026-06-30 --framework soc2 --trust trust.toml";

pub(super) const SCOPE: &str = "\
Examples:
  assize scope --questions                                 what is asked, and the possible answers
  assize scope --set entity_types=cloud --set staff=60 --set member_state=DE
  assize scope --answers answers.toml --entry alice        as an entry for the registers";

pub(super) const REGISTERS_CHECK: &str = "\
Examples:
  assize registers check
  assize registers check attested/ --format json";

pub(super) const REGISTERS_SEED: &str = "\
Example:
  assize registers seed acme --registers registers         suppliers that were seen and are not listed";

pub(super) const INCIDENT_OPEN: &str = "\
Example:
  assize incident open 2026-001 --title 'Sign-in is down' --owner alice --aware-at 2026-01-31T10:00:00Z";

pub(super) const INCIDENT_UPDATE: &str = "\
Example:
  assize incident update 2026-001 --set severity=critical --set 'reason=More than 500 users'";

pub(super) const INCIDENT_NOTIFY: &str = "\
Examples:
  assize incident notify 2026-001 early-warning            write the report, filled in as far as known
  assize incident notify 2026-001 early-warning --sent-at 2026-01-31T18:00:00Z --receipt 'CSIRT 4711'";

pub(super) const INCIDENT_CLOSE: &str = "\
Example:
  assize incident close 2026-001 --root-cause 'An expired certificate' --lesson 'alice: alarm before expiry'";

pub(super) const INCIDENT_STATUS: &str = "\
Examples:
  assize incident status
  assize incident status 2026-001 --soon 72 --format json";

pub(super) const WAIVERS: &str = "\
Examples:
  assize waivers                                           of the file that assize.toml names
  assize waivers waivers.toml --as-of 2026-12-31T00:00:00Z --period 90";

pub(super) const KEY_GENERATE: &str = "\
Examples:
  assize key generate --output assize.key                  asks for a password, or takes ASSIZE_KEY_PASSWORD
  assize key generate --algorithm ed25519 --output ledger.key";

pub(super) const KEY_PUBLIC: &str = "\
Examples:
  assize key public assize.key
  assize key public env:ASSIZE_KEY --format json";

pub(super) const LEDGER_SHOW: &str = "\
Examples:
  assize ledger show evidence/ --key ledger.vkey
  assize ledger show s3://acme-evidence/nights --trust trust.toml --format json";

pub(super) const LEDGER_KEY: &str = "\
Examples:
  assize ledger key                                        of the ledger that assize.toml names
  assize ledger key --ledger-key ledger.key --ledger-origin acme.example/evidence";

pub(super) const LEDGER_ADD: &str = "\
Example:
  assize ledger add evidence/20261124T010000Z-4f….assize.zip --key assize.key.pub";

pub(super) const RECORD: &str = "\
Examples:
  assize record --source github:acme --output fixtures/acme          to edit, and to judge again and again
  assize run --fixtures fixtures/acme";

pub(super) const INIT: &str = "\
Examples:
  assize init                                              assize.toml here
  assize init evidence/ --registers                        and a folder of registers, each with an example";

pub(super) const COMPLETIONS: &str = "\
Examples:
  assize completions bash > ~/.local/share/bash-completion/completions/assize
  assize completions fish > ~/.config/fish/completions/assize.fish";

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::super::Cli;

    /// Every command that has none beneath it, with its path.
    fn leaves(command: &clap::Command, path: &str, found: &mut Vec<(String, clap::Command)>) {
        let beneath: Vec<_> =
            command.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help").collect();
        if beneath.is_empty() {
            found.push((path.to_owned(), command.clone()));
        }
        for one in beneath {
            leaves(one, &format!("{path} {}", one.get_name()), found);
        }
    }

    fn commands() -> Vec<(String, clap::Command)> {
        let mut found = Vec::new();
        leaves(&Cli::command(), "assize", &mut found);
        assert!(found.len() > 40, "{} commands", found.len());
        found
    }

    /// The words of a line as a shell reads them, up to a redirection or to what explains the example.
    fn words(line: &str) -> Vec<String> {
        let line = line.trim_start().split("  ").next().unwrap_or_default();
        let line = line.split(" > ").next().and_then(|line| line.split(" #").next()).unwrap_or_default().trim_end();
        let (mut words, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '\'' => quoted = !quoted,
                ' ' if !quoted => words.push(String::new()),
                c => words.last_mut().unwrap().push(c),
            }
        }
        words
    }

    #[test]
    fn every_command_has_examples_that_it_accepts() {
        for (path, command) in commands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{path} --help has no example");
            let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  assize ")).collect();
            let of_this = |line: &&str| line.trim_start().starts_with(&path);
            assert!(examples.iter().any(of_this), "{path} --help has no example of its own");
            for line in examples {
                if let Err(error) = Cli::try_parse_from(words(line)) {
                    panic!("{path}: {line}: {error}");
                }
            }
        }
    }

    /// What the documents tell people to type is typed as it stands.
    #[test]
    fn the_commands_of_the_documents_are_accepted() {
        let readme = include_str!("../../../../README.md");
        let contributing = include_str!("../../../../CONTRIBUTING.md");
        let mut read = 0;
        for line in readme.lines().chain(contributing.lines()).filter(|line| line.starts_with("assize ")) {
            if let Err(error) = Cli::try_parse_from(words(line)) {
                panic!("{line}: {error}");
            }
            read += 1;
        }
        assert!(read > 15, "{read} commands");
    }

    #[test]
    fn every_command_but_completions_prints_json() {
        for (path, command) in commands() {
            let format = command.get_arguments().find(|argument| argument.get_id() == "format");
            let json = format.is_some_and(|f| f.get_possible_values().iter().any(|value| value.get_name() == "json"));
            assert_eq!(json, path != "assize completions", "{path}");
        }
    }
}
