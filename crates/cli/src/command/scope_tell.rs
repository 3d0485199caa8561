//! What `assize scope` says to people: the answer first, then why, then what follows.

use std::io::Write;

use assess::scope::Exposure;
use assess::{Frameworks, Law};

use crate::command::scope::{Decision, Expected, Told};
use crate::command::table::wrap;

/// What the situation asks for, in sentences.
pub(super) fn next(decision: &Decision, all: &Frameworks) -> Vec<String> {
    let both = "Risk assessment, access control, cryptography, vulnerabilities, incidents, suppliers and continuity serve SOC 2 and NIS2 alike: `assize crosswalk` shows row by row what is shared.";
    let mut next = Vec::new();
    match decision.situation.as_str() {
        "neither" => next.push("Neither NIS2 nor SOC 2 asks for evidence now. Decide again when size, services or customers change.".to_owned()),
        "soc2_only" => next.push("SOC 2 alone: its criteria apply as chosen for the report. Decide again when size, services or customers change.".to_owned()),
        "nis2_with_soc2" => {
            next.push("The SOC 2 programme serves much of Article 21; `assize crosswalk --from soc2 --have BUNDLE` shows how far. To be added, because SOC 2 has no counterpart:".to_owned());
            for one in all.crosswalks().flat_map(|c| &c.beyond).filter(|one| one.source.as_str() == "nis2") {
                let ids: Vec<&str> = one.requirements.iter().map(model::RequirementId::as_str).collect();
                next.push(format!("{} ({}): {}", one.title, ids.join(", "), one.evidence));
            }
        }
        "nis2_without_soc2" if decision.market.soc2.expected == "yes" => {
            next.push("NIS2 is law now and buyers ask for SOC 2: build one programme for both at once.".to_owned());
            next.push(both.to_owned());
        }
        "nis2_without_soc2" => {
            next.push("NIS2 is law now; SOC 2 is a choice. If it is to come, build both at once.".to_owned());
            next.push(both.to_owned());
        }
        _ => next.push("Answer what is missing and ask again.".to_owned()),
    }
    next
}

fn title(class: &str) -> &str {
    match class {
        "essential" => "Essential entity",
        "important" => "Important entity",
        "registration_duties_only" => "In scope for registration duties only",
        "out_of_scope" => "Out of scope of NIS2",
        _ => "Not decided",
    }
}

fn situation(name: &str) -> &str {
    match name {
        "neither" => "neither NIS2 nor SOC 2",
        "soc2_only" => "SOC 2 only",
        "nis2_with_soc2" => "in scope of NIS2, with a SOC 2 programme: add what NIS2 asks beyond it",
        "nis2_without_soc2" => "in scope of NIS2, without a SOC 2 programme: do both at once",
        _ => "not decided",
    }
}

/// `12,000,000`.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1.4`: thousandths as per cent.
fn per_cent(permille: u64) -> String {
    match permille % 10 {
        0 => (permille / 10).to_string(),
        rest => format!("{}.{rest}", permille / 10),
    }
}

/// Label and text of every line.
fn lines(told: &Told, law: &Law) -> Vec<(&'static str, String)> {
    let Told { answers, decision, exposure, next } = told;
    let mut lines = Vec::new();
    for reason in &decision.reasons {
        let open = if reason.holds == "unknown" {
            format!("perhaps {}: ", title(&reason.then).to_lowercase())
        } else {
            String::new()
        };
        lines.push(("because", format!("{open}{}: {}", reason.cite, reason.why)));
    }
    let money = |value: Option<u64>| value.map_or_else(|| "not said".to_owned(), |n| format!("EUR {}", grouped(n)));
    let staff = answers.staff.map_or_else(|| "not said".to_owned(), grouped);
    lines.push((
        "size",
        format!(
            "{}: staff {staff}, turnover {}, balance sheet {} (Annex to Recommendation 2003/361/EC, Art. 2){}",
            decision.size,
            money(answers.turnover_eur),
            money(answers.balance_eur),
            if decision.regardless_of_size == "yes" { "; in scope regardless of size" } else { "" }
        ),
    ));
    if !decision.missing.is_empty() {
        lines.push(("missing", format!("{}: these answers would decide", decision.missing.join(", "))));
    }
    if !decision.assumed.is_empty() {
        let said = "nobody answered, and was taken as no (services in the Union are taken as given)";
        lines.push(("assumed", format!("{}: {said}", decision.assumed.join(", "))));
    }
    if decision.class != "out_of_scope" {
        let regulation = match decision.regulation_2690.as_str() {
            "yes" => {
                "binds (Art. 1): its annex details Article 21(2), its Articles 3 to 14 say which incidents are significant"
            }
            "no" => "does not bind",
            _ => "cannot be told: say which type of provider it is, and its size",
        };
        lines.push(("2024/2690", format!("Implementing Regulation (EU) 2024/2690 {regulation}")));
    }
    lines.extend(duties(decision, law).map(|text| ("duty", text)));
    lines.extend(exposure.iter().flat_map(exposed));
    lines.extend(decision.notes.iter().map(|note| ("note", format!("{}: {}", note.cite, note.text))));
    let market = |name: &str, one: &Expected| {
        let verb = match one.expected.as_str() {
            "yes" => "expected",
            "no" => "not expected",
            _ => "unknown",
        };
        format!("{name} {verb}: {}", one.why)
    };
    lines.push(("market", market("SOC 2", &decision.market.soc2)));
    lines.push(("", market("ISO/IEC 27001", &decision.market.iso27001)));
    lines.push(("situation", situation(&decision.situation).to_owned()));
    lines.extend(next.iter().enumerate().map(|(at, text)| (if at == 0 { "next" } else { "" }, text.clone())));
    lines
}

/// Supervision and fines.
fn exposed(exposure: &Exposure) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let (supervision, fine) = (&exposure.supervision, &exposure.fine);
    lines.push((
        "supervised",
        format!("{}: {}. Natural persons: {}", supervision.cite, supervision.regime, supervision.natural_persons),
    ));
    let here = match exposure.turnover_eur {
        Some(turnover) => {
            let whose = if exposure.of_undertaking {
                "at"
            } else {
                "that of the undertaking was not said; at the entity's own"
            };
            format!("{whose} EUR {} at least EUR {}", grouped(turnover), grouped(exposure.ceiling_eur))
        }
        None => "the turnover was not said".to_owned(),
    };
    lines.push((
        "fines",
        format!(
            "{}: for infringing Article 21 or 23 national law must allow a maximum of at least EUR {} or {} % of {}, whichever is higher: {here}",
            fine.cite,
            grouped(fine.at_least_eur),
            per_cent(fine.turnover_permille),
            fine.turnover_of
        ),
    ));
    lines.extend(fine.notes.iter().map(|note| ("", note.clone())));
    lines
}

fn duties<'a>(decision: &'a Decision, law: &'a Law) -> impl Iterator<Item = String> + 'a {
    decision.duties.iter().map(|id| match id.as_str() {
        "art.20" => "Art. 20: the management body approves and oversees the measures, is trained, and can be held liable".to_owned(),
        "art.21" => "Art. 21: risk-management measures, points (a) to (j)".to_owned(),
        "art.23" => "Art. 23: significant incidents: early warning within 24 hours, notification within 72 (trust services: 24), final report one month after the notification".to_owned(),
        "art.3.4" => "Art. 3(4): data for the national list; changes within two weeks".to_owned(),
        "art.27.2" => {
            let register = law.register.iter().find(|register| register.id == "eu_registry");
            format!("Art. 27(2): {}", register.map_or_else(String::new, |one| one.data.join("; ")))
        }
        "art.27.3" => "Art. 27(3): changes within three months".to_owned(),
        "art.28.1" => "Art. 28(1): accurate data of domain registrations".to_owned(),
        other => other.to_owned(),
    })
}

/// For a terminal.
pub(super) fn text(out: &mut dyn Write, told: &Told, law: &Law) -> std::io::Result<()> {
    writeln!(out, "{}", heading(&told.decision))?;
    for (label, text) in lines(told, law) {
        wrap(out, 2, &format!("{label:11}"), &text)?;
    }
    writeln!(out, "\nNo legal advice. National law may add entities, duties and higher fines.")
}

/// For working papers.
pub(super) fn markdown(out: &mut dyn Write, told: &Told, law: &Law) -> std::io::Result<()> {
    writeln!(out, "# NIS2: {}\n", heading(&told.decision))?;
    for (label, text) in lines(told, law) {
        match label {
            "" => writeln!(out, "  - {text}")?,
            label => writeln!(out, "- **{label}** {text}")?,
        }
    }
    writeln!(out, "\nNo legal advice. National law may add entities, duties and higher fines.")
}

fn heading(decision: &Decision) -> String {
    let possible: Vec<String> = decision.possible.iter().map(|class| title(class).to_lowercase()).collect();
    match decision.class.as_str() {
        "undetermined" => format!("Not decided: {}", possible.join(" or ")),
        class => title(class).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!([grouped(0), grouped(999), grouped(1000), grouped(10_000_000)], ["0", "999", "1,000", "10,000,000"]);
        assert_eq!([per_cent(20), per_cent(14)], ["2", "1.4"]);
    }
}
