//! CPU time and memory of judging many resources with the shipped policies. See `README.md`.
//!
//! `cargo bench -p assize-evaluate --bench evaluate -- [--resources N] [--policies DIR]
//! [--export FILE [--all]] [--each] [--memory N]`
//!
//! The resources are made of the policies' golden resources: those of one kind are laid over each
//! other, so that each resource has every field that any policy needs, and every second one has
//! one field set to null, so that policies have something to fail.
//! It prints figures and never fails on them: machines differ.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench is its own program")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use evaluate::{Inputs, Limits, Place, PolicySet, Sandbox, Selection};
use model::{FieldSpec, KindSpec, Policy, Population, Resource, ResourceSet, Source};
use serde_json::Value;

/// The allocator of the program.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Files = BTreeMap<String, Vec<u8>>;

/// The forty policies of the main figure: of each connector's areas those that most runs have,
/// from one comparison to a search through whole policy documents. Eight read other kinds.
const FORTY: [&str; 40] = [
    "aws.iam.access_key_rotation",
    "aws.iam.access_key_unused",
    "aws.iam.admin_access_key",
    "aws.iam.console_or_keys",
    "aws.iam.console_password_unused",
    "aws.iam.inactive_key_removed",
    "aws.iam.password_policy",
    "aws.iam.policy_admin_star",
    "aws.iam.policy_in_use",
    "aws.iam.privilege_escalation",
    "aws.iam.role_inline_admin",
    "aws.iam.role_trust_external",
    "aws.iam.role_unused",
    "aws.iam.single_active_key",
    "aws.iam.user_console_mfa",
    "aws.iam.user_inline_admin",
    "aws.s3.access_logged",
    "aws.s3.acls_disabled",
    "aws.s3.bucket_encrypted",
    "aws.s3.bucket_not_public",
    "aws.s3.bucket_public_block",
    "aws.s3.lifecycle",
    "aws.s3.mfa_delete",
    "aws.s3.no_public_write",
    "aws.s3.policy_cross_account",
    "aws.s3.policy_names_callers",
    "aws.s3.tls_only",
    "aws.s3.versioning",
    "github.org.collaborators_two_factor",
    "github.org.members_two_factor",
    "github.org.two_factor_required",
    "github.repo.branch_protected",
    "github.repo.deploy_key_unused",
    "github.repo.no_bypass",
    "github.repo.reviews_required",
    "github.repo.secret_scanning",
    "github.repo.signed_commits",
    "github.repo.stale_reviews_dismissed",
    "github.repo.status_checks_required",
    "github.repo.workflow_token_read_only",
];

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("--child") {
        return Ok(evaluate::child_main(std::io::stdin(), std::io::stdout())?);
    }
    let flag = |name: &str| std::env::args().skip_while(|arg| arg != name).nth(1);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = flag("--policies").map_or(root.join("policies"), PathBuf::from);
    let count: usize = flag("--resources").map_or(Ok(10_000), |n| n.parse())?;
    let files = read(&folder)?;
    let start = cpu()?;
    let all = PolicySet::load(files.clone(), &catalogue(&files)).map_err(|found| format!("{found:#?}"))?;
    println!("load and check {} policies: {:.2} s of CPU", all.len(), cpu()? - start);
    let ids = FORTY.map(str::to_owned).to_vec();
    let forty = all.select(&Selection { ids, ..Selection::default() })?;
    let limits = Limits::default();
    let child = Place::Child(Sandbox { program: std::env::current_exe()?, args: vec!["--child".to_owned()], limits });
    if let Some(count) = flag("--memory") {
        return memory(&forty, count.parse()?, &child);
    }
    if let Some(path) = flag("--export") {
        let set = if std::env::args().any(|arg| arg == "--all") { &all } else { &forty };
        let estate = estate(set, count)?;
        let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
        println!("{} answers exported", evaluate::export(set, &estate.inputs(), &mut out)?);
    }
    if std::env::args().any(|arg| arg == "--each") {
        return each(&all, count);
    }
    for (title, set) in [("40 policies", &forty), ("all policies", &all)] {
        let estate = estate(set, count)?;
        for (name, place) in [("in process", &Place::in_process()), ("in a child", &child)] {
            println!("{title}, {name}: {}", judge(set, &estate, place)?);
        }
    }
    Ok(())
}

/// Judges everything and says what it took.
fn judge(set: &PolicySet, estate: &Estate, place: &Place) -> Result<String, Box<dyn Error>> {
    let (start, mut findings) = (cpu()?, 0_u64);
    let mut count = |_| {
        findings += 1;
        Ok(())
    };
    let tallies = evaluate::evaluate(set, &estate.inputs(), place, &mut count)?;
    let sum = |of: fn(&model::Tally) -> u64| tallies.values().map(of).sum::<u64>();
    let (pass, fail, unknown) = (sum(|t| t.pass), sum(|t| t.fail), sum(|t| t.unknown));
    let (resources, took) = (estate.resources.len(), cpu()? - start);
    Ok(format!(
        "{resources} resources, {findings} findings ({pass} pass, {fail} fail, {unknown} unknown): {took:.2} s of CPU"
    ))
}

/// Each policy alone, on the same resources: what one answer takes.
fn each(all: &PolicySet, count: usize) -> Result<(), Box<dyn Error>> {
    let estate = estate(all, count)?;
    for policy in all.policies() {
        let ids = vec![policy.id.to_string()];
        let alone = all.select(&Selection { ids, ..Selection::default() })?;
        println!("{}: {}", policy.id, judge(&alone, &estate, &Place::in_process())?);
    }
    Ok(())
}

/// Peak memory of this process and of the child that judges.
fn memory(set: &PolicySet, count: usize, child: &Place) -> Result<(), Box<dyn Error>> {
    let estate = estate(set, count)?;
    println!("{} resources: {} MiB in this process before judging", estate.resources.len(), peak("self")?);
    let (mut findings, mut of_child) = (0_u64, 0);
    let mut count = |_| {
        // The child still lives when the first finding is given out, and has answered everything.
        if findings == 0 {
            of_child = children()?.iter().map(|id| peak(id)).sum::<Result<u64, _>>()?;
        }
        findings += 1;
        Ok(())
    };
    evaluate::evaluate(set, &estate.inputs(), child, &mut count)?;
    let own = peak("self")?;
    println!(
        "{findings} findings, peak memory: this process {own} MiB, the child {of_child} MiB, both {} MiB",
        own + of_child
    );
    Ok(())
}

/// The most memory a process had at once, in MiB.
fn peak(process: &str) -> std::io::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kib: u64 = line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or_default();
    Ok(kib.div_ceil(1024))
}

/// The ids of the children of this process.
fn children() -> std::io::Result<Vec<String>> {
    let own = format!("PPid:\t{}", std::process::id());
    let mut out = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let id = entry?.file_name().to_string_lossy().into_owned();
        // Processes come and go while the list is read.
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        if status.lines().any(|line| line == own) {
            out.push(id);
        }
    }
    Ok(out)
}

/// CPU seconds of this process and of its children that have ended.
fn cpu() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = after.split_whitespace().skip(11).take(4).filter_map(|n| n.parse::<u32>().ok()).sum();
    Ok(f64::from(ticks) / 100.0)
}

fn read(root: &Path) -> Result<Files, Box<dyn Error>> {
    let (mut out, mut folders) = (Files::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rego") {
                let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                out.insert(name, std::fs::read(&path)?);
            }
        }
    }
    Ok(out)
}

/// A catalogue with whatever the policies say they need: a bench does not check them.
fn catalogue(files: &Files) -> Vec<KindSpec> {
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for text in files.values().map(|bytes| String::from_utf8_lossy(bytes)) {
        let Some(kind) = text.lines().find_map(|line| line.strip_prefix("#   kind: ")) else { continue };
        let needs = text.split("needs:").nth(1).and_then(|rest| rest.split("severity:").next()).unwrap_or_default();
        kinds.entry(kind.to_owned()).or_default();
        for need in needs.split(|c: char| !(c.is_alphanumeric() || "._/".contains(c))).filter(|need| !need.is_empty()) {
            match need.split_once('/') {
                Some((other, field)) => drop(kinds.entry(other.to_owned()).or_default().insert(field.to_owned())),
                None if need.contains('.') => drop(kinds.entry(need.to_owned()).or_default()),
                None => drop(kinds.entry(kind.to_owned()).or_default().insert(need.to_owned())),
            }
        }
    }
    let spec = |(kind, fields): (String, BTreeSet<String>)| {
        let field =
            |name: String| Some(FieldSpec { name: name.parse().ok()?, about: String::new(), permissions: Vec::new() });
        let fields = fields.into_iter().filter_map(field).collect();
        Some(KindSpec { kind: kind.parse().ok()?, title: kind, permissions: Vec::new(), on_request: false, fields })
    };
    kinds.into_iter().filter_map(spec).collect()
}

struct Estate {
    resources: ResourceSet,
    populations: Vec<Population>,
    sources: Vec<Source>,
}

impl Estate {
    fn inputs(&self) -> Inputs<'_> {
        let as_of = model::Timestamp::UNIX_EPOCH + model_days(20_500);
        let (sources, resources, populations) = (&self.sources, &self.resources, &self.populations);
        Inputs { as_of, sources, resources, gaps: &[], populations }
    }
}

fn model_days(days: u64) -> std::time::Duration {
    std::time::Duration::from_secs(days * 86_400)
}

/// `count` resources, spread evenly over the kinds that policies judge; kinds that stand for the
/// account or organisation itself come once.
fn estate(set: &PolicySet, count: usize) -> Result<Estate, Box<dyn Error>> {
    let mut templates: BTreeMap<String, Resource> = BTreeMap::new();
    for golden in evaluate::goldens(set)? {
        let template = templates.entry(golden.kind.to_string()).or_insert_with(|| golden.clone());
        template.fields.extend(golden.fields);
    }
    let single = |kind: &str| kind.ends_with(".account") || kind.ends_with(".organization");
    let many = templates.keys().filter(|kind| !single(kind)).count().max(1);
    let mut out = Estate { resources: ResourceSet::default(), populations: Vec::new(), sources: Vec::new() };
    for (kind, template) in &templates {
        let connector = template.kind.connector().to_owned();
        let source: model::SourceId = connector.parse()?;
        let n = if single(kind) { 1 } else { count / many };
        for i in 0..n {
            let mut resource = Resource::new(template.kind.clone(), source.clone(), format!("{kind}/{i:06}"));
            resource.fields.clone_from(&template.fields);
            let nth = i / 2 % template.fields.len().max(1);
            if let (1, Some(value)) = (i % 2, resource.fields.values_mut().nth(nth)) {
                *value = Value::Null;
            }
            resource.exchanges.insert(model::ExchangeId::for_request(kind, u32::try_from(i / 50 + 1)?));
            out.resources.insert(&resource)?;
        }
        let items = u64::try_from(n)?;
        let kind = template.kind.clone();
        out.populations.push(Population {
            kind,
            source,
            pages: 1,
            items,
            independent_count: None,
            complete: true,
            exchanges: BTreeSet::new(),
        });
    }
    let connectors: BTreeSet<String> = set.policies().map(|p: &Policy| p.kind.connector().to_owned()).collect();
    for connector in connectors {
        out.sources.push(Source { id: connector.parse()?, connector, settings: BTreeMap::new(), unavailable: None });
    }
    Ok(out)
}
