//! `assize assess`: whether what single runs show held over a period, from their sealed bundles.

use std::io::Write;
use std::path::{Path, PathBuf};

use ::assess::{Operation, OperationState, Operations, Period, WaiverState, WaiverUse};
use model::{PolicyId, Timestamp};
use runner::Told;
use serde::Serialize;

use crate::args::{AssessArgs, Format};
use crate::command::table::{Table, wrap};
use crate::command::verify::check;
use crate::print::Screen;
use crate::problem::{Exit, Problem};
use crate::trust::trust;
use crate::world;

/// How the name of a bundle ends.
const SUFFIX: &str = ".assize.zip";

#[derive(Serialize)]
struct Answer {
    from: Timestamp,
    to: Timestamp,
    runs: usize,
    outside: usize,
    longest_gap_hours: u64,
    allowed_gap_hours: u64,
    requirements: Vec<Operation>,
    waivers: Vec<Waived>,
}

/// A waiver over the runs of the period: what its file says today may no longer name it.
#[derive(Serialize)]
struct Waived {
    policy: PolicyId,
    resource: String,
    created: Timestamp,
    expires: Timestamp,
    approver: String,
    /// Runs in which it was in force.
    in_force: u64,
    /// Runs in which it was void or not yet in force.
    otherwise: u64,
    /// The most failures that it covered in one run.
    covered: u64,
}

/// Counts what one run says of its waivers.
fn add(all: &mut Vec<Waived>, uses: Vec<WaiverUse>) {
    for one in uses {
        let WaiverUse { policy, resource, waiver, state, covered, .. } = one;
        let same = |w: &Waived| {
            (&w.policy, &w.resource, w.created, w.expires) == (&policy, &resource, waiver.created, waiver.expires)
        };
        let at = all.iter().position(same).unwrap_or_else(|| {
            let (created, expires, approver) = (waiver.created, waiver.expires, waiver.approver);
            all.push(Waived { policy, resource, created, expires, approver, in_force: 0, otherwise: 0, covered: 0 });
            all.len() - 1
        });
        let Some(found) = all.get_mut(at) else { continue };
        match state {
            WaiverState::InForce => found.in_force += 1,
            _ => found.otherwise += 1,
        }
        found.covered = found.covered.max(covered);
    }
}

/// `assize assess`.
pub(crate) fn assess(args: &AssessArgs, screen: &Screen) -> Result<Exit, Problem> {
    let trust = trust(&args.trust)?;
    let now = world::clock()();
    let period = Period {
        from: moment("--from", &args.from, "00:00:00")?,
        // The days to come cannot have been looked at yet.
        to: args.to.as_deref().map(|to| moment("--to", to, "23:59:59")).transpose()?.unwrap_or(now).min(now),
        longest_gap_hours: args.longest_gap_hours,
    };
    if period.from >= period.to {
        return Err(Problem::new(format!("the period is empty: it would run from {} to {}", period.from, period.to)));
    }
    let mut operations = Operations::new(period);
    let (mut outside, mut refused, mut waivers) = (0, Vec::new(), Vec::new());
    for path in bundles(&args.bundles)? {
        screen.step(format!("verifying {}", path.display()));
        // One bundle that is refused spoils the answer: what it says might have been a failure. The
        // others are still looked at, so that all refusals are told at once.
        let verified = match check(&path, &trust, Format::Text, screen) {
            Ok(verified) => verified,
            Err(problem) => {
                screen.note(problem.in_one_line());
                refused.push(path);
                continue;
            }
        };
        let unreadable = |e: runner::Error| {
            Problem::new(format!("{} verifies, but cannot be read", path.display())).because(e).exit(Exit::Refused)
        };
        let told = Told::of(&verified.reader).map_err(unreadable)?;
        if operations.count(told.run.started_at, &told.assessments) {
            add(&mut waivers, told.waivers(&verified.reader).map_err(unreadable)?);
        } else {
            outside += 1;
        }
    }
    if !refused.is_empty() {
        return Err(spoilt(&refused));
    }
    if operations.runs() == 0 {
        return Err(Problem::new(format!("no run lies between {} and {}", period.from, period.to))
            .cause(format!("{outside} bundles are of other times")));
    }
    let wanted =
        |one: &Operation| args.framework.is_empty() || args.framework.iter().any(|f| f == one.framework.as_str());
    let mut requirements = operations.finish();
    requirements.retain(|one| wanted(one) && one.state != OperationState::NoEvidence);
    let answer = Answer {
        from: period.from,
        to: period.to,
        runs: operations.runs(),
        outside,
        longest_gap_hours: operations.longest_gap_hours(),
        allowed_gap_hours: period.longest_gap_hours,
        requirements,
        waivers,
    };
    match args.format {
        Format::Json => screen.json(&answer)?,
        Format::Text => screen.result(|out| text(out, &answer))?,
        Format::Markdown => screen.result(|out| markdown(out, &answer))?,
    }
    Ok(exit(&answer.requirements))
}

/// What was not decided outweighs what did not hold.
fn exit(requirements: &[Operation]) -> Exit {
    let any = |state| requirements.iter().any(|one| one.state == state);
    if any(OperationState::Undecided) || any(OperationState::DesignOnly) {
        Exit::Unknown
    } else if any(OperationState::NotHeld) {
        Exit::Fail
    } else {
        Exit::Pass
    }
}

/// The names of the bundles that were refused, and why nothing is said of the period.
fn spoilt(refused: &[PathBuf]) -> Problem {
    let names: Vec<String> = refused.iter().map(|path| path.display().to_string()).collect();
    let what = if names.len() == 1 { "a bundle is".to_owned() } else { format!("{} bundles are", names.len()) };
    Problem::new(format!("{what} refused, so nothing is said of the period: {}", names.join(", ")))
        .cause("what a refused bundle says might have been a failure")
        .hint("`assize verify` says why; move the file away if it does not belong to the period")
        .exit(Exit::Refused)
}

fn moment(flag: &str, text: &str, time: &str) -> Result<Timestamp, Problem> {
    let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T{time}Z") };
    whole.parse().map_err(|_| {
        Problem::new(format!("{flag} {text:?} is no date"))
            .hint("write a day such as 2026-01-31, which is taken in UTC, or a moment such as 2026-01-31T18:00:00Z")
    })
}

/// The bundles of a directory, by name.
fn bundles(directory: &Path) -> Result<Vec<PathBuf>, Problem> {
    let refuse = |e: std::io::Error| Problem::new(format!("cannot read {}", directory.display())).because(e);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(refuse)? {
        let path = entry.map_err(refuse)?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(SUFFIX)) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Problem::new(format!("{} holds no bundle", directory.display()))
            .hint(format!("bundles end in {SUFFIX}; `assize run --output` writes them")));
    }
    Ok(found)
}

fn word(state: OperationState) -> &'static str {
    match state {
        OperationState::Held => "held",
        OperationState::NotHeld => "not held",
        OperationState::Undecided => "not decided",
        OperationState::DesignOnly => "design only",
        OperationState::NoEvidence => "no evidence",
    }
}

fn sentence(answer: &Answer) -> String {
    let runs = if answer.runs == 1 { "1 run".to_owned() } else { format!("{} runs", answer.runs) };
    let gap = if answer.longest_gap_hours > answer.allowed_gap_hours {
        "so nothing is said to have held"
    } else {
        "which is allowed"
    };
    let outside =
        if answer.outside > 0 { format!(" {} bundles are of other times.", answer.outside) } else { String::new() };
    format!(
        "{runs} from {} to {}. The longest time without a run is {} hours, {gap} (at most {}).{outside}",
        answer.from, answer.to, answer.longest_gap_hours, answer.allowed_gap_hours
    )
}

/// `in force in 3 of 4 runs, covers at most 2 failures; 2026-01-01 to …, approved by carol`.
fn waived(one: &Waived, runs: usize) -> String {
    let failures = if one.covered == 1 { "failure" } else { "failures" };
    let approver = if one.approver.is_empty() { "nobody" } else { &one.approver };
    format!(
        "in force in {} of {runs} runs, covers at most {} {failures} in one; {} to {}, approved by {approver}",
        one.in_force, one.covered, one.created, one.expires
    )
}

fn text(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    wrap(out, 0, "", &sentence(answer))?;
    let mut framework = "";
    for one in &answer.requirements {
        if framework != one.framework.as_str() {
            framework = one.framework.as_str();
            writeln!(out, "\n{framework}\n  {:14} {:12} {:>9}  title", "requirement", "operation", "met")?;
        }
        let met = format!("{} of {}", one.met, one.runs);
        writeln!(out, "  {:14} {:12} {met:>9}  {}", one.requirement.as_str(), word(one.state), one.title)?;
        if let (Some(first), Some(last)) = (one.first_not_met, one.last_not_met) {
            let runs = if one.not_met == 1 { "run" } else { "runs" };
            writeln!(out, "  {:14} not met in {} {runs}, first {first}, last {last}", "", one.not_met)?;
        }
    }
    if !answer.waivers.is_empty() {
        writeln!(out, "\nwaivers in the runs of the period: {}", answer.waivers.len())?;
    }
    for one in &answer.waivers {
        writeln!(out, "  {} {}: {}", one.policy, one.resource, waived(one, answer.runs))?;
    }
    writeln!(out, "\nheld: every run met it, and no time without a run was too long. Evidence, not compliance.")
}

fn markdown(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    writeln!(out, "# Operation over a period\n\n{}\n", sentence(answer))?;
    let row = |one: &Operation| {
        let date = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_string());
        vec![
            one.framework.to_string(),
            one.requirement.to_string(),
            one.title.clone(),
            word(one.state).to_owned(),
            format!("{} of {}", one.met, one.runs),
            one.not_met.to_string(),
            one.undecided.to_string(),
            one.silent.to_string(),
            date(one.first_not_met),
            date(one.last_not_met),
        ]
    };
    let columns = vec![
        "framework",
        "requirement",
        "title",
        "operation",
        "met",
        "not met",
        "undecided",
        "silent",
        "first not met",
        "last not met",
    ];
    Table { columns, rows: answer.requirements.iter().map(row).collect() }.markdown(out)?;
    if answer.waivers.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Waivers\n")?;
    let row = |one: &Waived| vec![one.policy.to_string(), one.resource.clone(), waived(one, answer.runs)];
    Table { columns: vec!["policy", "resources", "over the period"], rows: answer.waivers.iter().map(row).collect() }
        .markdown(out)
}
