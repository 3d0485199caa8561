//! The report for a terminal: an engineer's first look, worst things first.
//! Every cut is counted, and `--all` undoes it. Colour only when asked for.

use std::io::Write;

use model::{Finding, Gap, Outcome, Policy, Population, Tally, Technical};

use crate::summary::{FEW, ONE_RUN, Summary, by_severity, forms, overviews, plural, reason, tally, technical};
use crate::{Error, ReportInput, SealStatus, safe};

/// Gaps shown, unless all are asked for.
const FEW_GAPS: usize = 2 * FEW;

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const DIM: &str = "2";

/// Writes the report.
pub(crate) fn write(input: &ReportInput<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let summary = Summary::gather(input)?;
    let mut page = Page { out, ansi: input.style.ansi, width: input.style.width.max(40) };
    header(input, &mut page)?;
    policies(input, &summary, &mut page)?;
    failures(input, &summary, &mut page)?;
    waivers(input, &mut page)?;
    unknowns(input, &summary, &mut page)?;
    gaps(input, &mut page)?;
    populations(input, &mut page)?;
    requirements(input, &mut page)?;
    page.line("")?;
    page.line(&format!("{}; {}", summary.sentence(input), seal(input.seal)))
}

struct Page<'a> {
    out: &'a mut dyn Write,
    ansi: bool,
    width: usize,
}

impl Page<'_> {
    /// Writes a line that is safe already.
    fn line(&mut self, text: &str) -> Result<(), Error> {
        writeln!(self.out, "{}", text.trim_end())?;
        Ok(())
    }

    fn section(&mut self, title: &str) -> Result<(), Error> {
        self.line("")?;
        let title = self.paint(BOLD, title);
        self.line(&title)
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.ansi { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A number, coloured if it is not zero.
    fn number(&self, n: u64, width: usize, colour: &str) -> String {
        let text = format!("{n:>width$}");
        if n > 0 { self.paint(colour, &text) } else { text }
    }

    /// Writes untrusted text, wrapped at spaces. Words are never broken, so that names can be
    /// copied; a word longer than the line sticks out.
    fn wrap(&mut self, indent: usize, label: &str, text: &str) -> Result<(), Error> {
        let hanging = indent + label.chars().count();
        let mut line = format!("{:indent$}{label}", "");
        let mut used = hanging;
        for word in safe::clean(text).split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if used > hanging && used + 1 + length > self.width {
                self.line(&line)?;
                line = " ".repeat(hanging);
                used = hanging;
            }
            if used > hanging {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
        self.line(&line)
    }
}

fn header(input: &ReportInput<'_>, page: &mut Page<'_>) -> Result<(), Error> {
    let run = input.run;
    let title = page.paint(BOLD, &format!("Assize {}, run {}", safe::clean(&run.assize), safe::clean(&run.id)));
    page.line(&title)?;
    page.wrap(2, "when     ", &format!("{} to {}", run.started_at, run.finished_at))?;
    page.wrap(2, "seal     ", &seal(input.seal))?;
    for (id, accounts) in &run.accounts {
        let (asked, left_out) = (accounts.asked.len(), accounts.left_out.len());
        page.wrap(2, "scope    ", &format!("{id}: {asked} accounts asked, {left_out} left out"))?;
        for (account, why) in &accounts.left_out {
            page.wrap(4, "", &format!("{account} is left out: {why}"))?;
        }
    }
    if let Some(shard) = &run.shard {
        let elsewhere = shard.elsewhere.len();
        let part = format!("part {} of {}; {elsewhere} sources are asked by the others", shard.index, shard.of);
        page.wrap(2, "shard    ", &part)?;
    }
    if !run.merged.is_empty() {
        page.wrap(2, "joined   ", &format!("from the runs {}", run.merged.join(" ")))?;
    }
    let mut hidden = 0;
    for source in &run.sources {
        let answered = input.seen.iter().any(|seen| seen.source == source.id);
        // Two lines for each of hundreds of accounts would hide the rest of the page.
        if source.id.whole().is_some() && answered && !input.style.all {
            hidden += 1;
            continue;
        }
        let settings = String::from_utf8_lossy(&model::canonical_json(&source.settings)?).into_owned();
        page.wrap(2, "asked    ", &format!("{} ({}) {settings}", source.id, source.connector))?;
        let answers: Vec<_> = input.seen.iter().filter(|seen| seen.source == source.id).collect();
        for seen in &answers {
            let account = seen.account.as_deref().unwrap_or("an unknown account");
            let identity = seen.identity.as_deref().unwrap_or("an unknown identity");
            let regions =
                if seen.regions.is_empty() { String::new() } else { format!(", in {}", seen.regions.join(" ")) };
            page.wrap(4, "seen   ", &format!("{account}, as {identity}{regions}"))?;
        }
        if answers.is_empty() {
            page.wrap(4, "seen   ", "nothing: nobody answered")?;
        }
    }
    if hidden > 0 {
        page.wrap(2, "asked    ", &format!("and {hidden} accounts that answered; --all lists them"))?;
    }
    Ok(())
}

fn seal(status: SealStatus<'_>) -> String {
    match status {
        SealStatus::Unsigned => "unsigned".to_owned(),
        SealStatus::Signed(key) => format!("signed with {}", safe::clean(key)),
        SealStatus::Verified(key) => format!("verified with {}", safe::clean(key)),
    }
}

fn policies(input: &ReportInput<'_>, summary: &Summary, page: &mut Page<'_>) -> Result<(), Error> {
    page.section("POLICIES")?;
    let room = page.width.saturating_sub(44).max(20);
    let width = input.policies.iter().map(|p| p.id.as_str().len()).max().unwrap_or(0).clamp(6, room);
    page.line(&format!(
        "  {:<width$} {:<9}{:>8}{:>8}{:>9}{:>6}",
        "policy", "severity", "pass", "fail", "unknown", "n/a"
    ))?;
    for policy in by_severity(input.policies).flat_map(|(_, policies)| policies) {
        let tally = tally(input, &policy.id);
        let (pass, fail) = (page.number(tally.pass, 8, GREEN), page.number(tally.fail, 8, RED));
        let unknown = page.number(tally.unknown, 9, YELLOW);
        let severity = policy.severity.as_str();
        page.line(&format!("  {:<width$} {severity:<9}{pass}{fail}{unknown}{:>6}", policy.id, tally.not_applicable))?;
        if let Some(error) = &tally.error {
            page.wrap(4, "did not work: ", error)?;
        } else if tally.total() == 0 {
            page.wrap(4, "", "gave no finding")?;
        }
        if let Some(waived) = summary.waived.get(&policy.id) {
            page.wrap(4, "", &format!("{waived} of the failures under an approved waiver"))?;
        }
    }
    Ok(())
}

fn failures(input: &ReportInput<'_>, summary: &Summary, page: &mut Page<'_>) -> Result<(), Error> {
    if summary.total.fail == 0 {
        return Ok(());
    }
    page.section(&format!("FAILURES ({})", summary.total.fail))?;
    for (severity, policies) in by_severity(input.policies) {
        for policy in policies {
            let tally = tally(input, &policy.id);
            if tally.fail > 0 {
                let word = page.paint(RED, severity.as_str());
                failing(input, policy, (&tally, summary), &word, page)?;
            }
        }
    }
    Ok(())
}

fn failing(
    input: &ReportInput<'_>,
    policy: &Policy,
    (tally, summary): (&Tally, &Summary),
    severity: &str,
    page: &mut Page<'_>,
) -> Result<(), Error> {
    let judged = tally.pass + tally.fail + tally.unknown;
    page.line(&format!("  {severity} {}: {} of {judged} fail", policy.id, tally.fail))?;
    page.wrap(4, "", &safe::prose(&policy.title))?;
    let mut shown = 0;
    if input.style.all {
        input.findings.of(&policy.id, &mut |finding| {
            if finding.outcome != Outcome::Fail {
                return Ok(());
            }
            shown += 1;
            failure(finding, page)
        })?;
    } else {
        for finding in summary.failures.get(&policy.id).into_iter().flatten() {
            shown += 1;
            failure(finding, page)?;
        }
    }
    if tally.fail > shown {
        page.wrap(4, "", &format!("… and {} more; --all lists them", tally.fail - shown))?;
    }
    page.wrap(4, "fix: ", &safe::prose(&policy.remediation))
}

fn failure(finding: &Finding, page: &mut Page<'_>) -> Result<(), Error> {
    let resource = finding.resource.clone().unwrap_or_else(|| format!("all of {}", finding.kind));
    // Not wrapped: the spaces of a name are part of it.
    page.line(&format!("    - {} [{}]", safe::clean(&resource), finding.source))?;
    for message in &finding.messages {
        page.wrap(8, "", message)?;
    }
    if let Some(waiver) = &finding.waiver {
        page.wrap(8, "waived ", &format!("until {} by {}: {}", waiver.expires, waiver.approver, waiver.reason))?;
    }
    Ok(())
}

/// Every waiver, void ones first: what one no longer covers is a failure that somebody may not expect.
fn waivers(input: &ReportInput<'_>, page: &mut Page<'_>) -> Result<(), Error> {
    if input.waivers.is_empty() {
        return Ok(());
    }
    let void = input.waivers.iter().filter(|one| one.void).count();
    page.section(&format!("WAIVERS ({}, void {void})", input.waivers.len()))?;
    let (first, rest): (Vec<_>, Vec<_>) = input.waivers.iter().partition(|one| one.void);
    for one in first.into_iter().chain(rest) {
        let source = one.source.as_ref().map_or_else(String::new, |source| format!(" [{source}]"));
        let state = page.paint(if one.void { RED } else { YELLOW }, &safe::clean(&one.told()));
        page.line(&format!("  - {} {}{source}: {state}", one.policy, safe::clean(&one.resource)))?;
        let (created, expires) = (one.waiver.created, one.waiver.expires);
        let people = format!("asked by {}, approved by {}", one.waiver.author, one.approver());
        let covers = plural(one.covered, "failure", "failures");
        page.wrap(8, "", &format!("{created} to {expires}, {people}; covers {covers}"))?;
        page.wrap(8, "", &one.waiver.reason)?;
    }
    Ok(())
}

fn unknowns(input: &ReportInput<'_>, summary: &Summary, page: &mut Page<'_>) -> Result<(), Error> {
    if summary.total.unknown == 0 {
        return Ok(());
    }
    page.section(&format!("UNKNOWN ({})", summary.total.unknown))?;
    for (why, group) in summary.unknown() {
        let findings = plural(group.findings, "finding", "findings");
        page.wrap(2, "", &format!("{} → {findings} unknown", reason(why)))?;
        let policies: Vec<String> = group.policies.iter().map(|(policy, n)| format!("{policy} ({n})")).collect();
        let shown = if input.style.all { policies.len() } else { policies.len().min(8) };
        let more = policies.len() - shown;
        let more = if more > 0 { format!(" and {more} more policies") } else { String::new() };
        page.wrap(4, "", &format!("{}{more}", policies.get(..shown).unwrap_or_default().join(", ")))?;
        if let Some(example) = &group.example {
            page.wrap(4, "for example: ", example)?;
        }
    }
    Ok(())
}

fn gaps(input: &ReportInput<'_>, page: &mut Page<'_>) -> Result<(), Error> {
    if input.gaps.is_empty() {
        return Ok(());
    }
    page.section(&format!("NOT SEEN ({})", input.gaps.len()))?;
    let shown = if input.style.all { input.gaps.len() } else { input.gaps.len().min(FEW_GAPS) };
    for gap in input.gaps.iter().take(shown) {
        page.wrap(2, "- ", &unseen(gap))?;
    }
    if input.gaps.len() > shown {
        page.line(&format!("  … and {} more; --all lists them", input.gaps.len() - shown))?;
    }
    Ok(())
}

fn unseen(gap: &Gap) -> String {
    let what = gap.resource.as_deref().map_or_else(|| gap.kind.to_string(), |id| format!("{} {id}", gap.kind));
    let field = gap.field.as_ref().map_or_else(String::new, |field| format!(", {field}"));
    let permission = gap.permission.as_deref().map_or_else(String::new, |permission| format!(" {permission}"));
    format!("{what}{field} [{}]: {}{permission}: {}", gap.source, gap.cause.as_str(), gap.message)
}

fn populations(input: &ReportInput<'_>, page: &mut Page<'_>) -> Result<(), Error> {
    if input.populations.is_empty() {
        return Ok(());
    }
    page.section("POPULATIONS")?;
    for population in input.populations {
        let Population { kind, source, pages, items, independent_count, complete, .. } = population;
        let pages = plural(u64::from(*pages), "page", "pages");
        let counted = independent_count.map_or_else(String::new, |n| format!(", counted apart: {n}"));
        let word = if *complete { page.paint(GREEN, "complete") } else { page.paint(YELLOW, "INCOMPLETE") };
        page.line(&format!("  {kind:<32} {source:<16} {items:>7} in {pages}{counted}, {word}"))?;
    }
    Ok(())
}

/// The word for a state, coloured and padded.
fn state(page: &Page<'_>, state: Technical) -> String {
    let colour = match state {
        Technical::Met => GREEN,
        Technical::NotMet => RED,
        Technical::Unknown => YELLOW,
        Technical::NotApplicable | Technical::NoEvidence => DIM,
    };
    page.paint(colour, &format!("{:<14}", technical(state)))
}

fn requirements(input: &ReportInput<'_>, page: &mut Page<'_>) -> Result<(), Error> {
    for overview in overviews(input) {
        page.section(&format!("{}: {}", overview.framework, overview.sentence()))?;
        if overview.with.is_empty() {
            continue;
        }
        page.line(&format!(
            "  {:<14} {:<14} {:<14} {:>5} {:>11}  title",
            "requirement", "technical", "attested", "forms", "pass"
        ))?;
        for assessment in overview.with {
            let counts = &assessment.counts;
            let pass = format!("{}/{}", counts.pass, counts.pass + counts.fail + counts.unknown);
            let word = state(page, assessment.technical);
            let attested = state(page, assessment.attested);
            let id = &assessment.requirement;
            let title = safe::cut(&safe::clean(&assessment.title), page.width.saturating_sub(66).max(10));
            page.line(&format!("  {id:<14} {word} {attested} {:>5} {pass:>11}  {title}", forms(assessment)))?;
        }
    }
    if !input.assessments.is_empty() {
        page.line("")?;
        page.wrap(
            2,
            "",
            "forms: evidence forms present of those needed; a requirement is shown by all of them together",
        )?;
        page.wrap(2, "", ONE_RUN)?;
    }
    Ok(())
}
