//! Whom to trust when a bundle is checked: from `--key` or from `--trust`.

use std::path::Path;

use ::seal::{PublicKey, Trust};

use crate::args::TrustArgs;
use crate::assets::read_text;
use crate::config::point;
use crate::problem::Problem;

/// What the command line says.
pub(crate) fn trust(args: &TrustArgs) -> Result<Trust, Problem> {
    match &args.trust {
        Some(path) => file(path),
        None => Ok(Trust::of_keys(&args.key.iter().map(|path| key(path)).collect::<Result<Vec<_>, _>>()?)),
    }
}

fn key(path: &Path) -> Result<PublicKey, Problem> {
    PublicKey::from_pem(&read_text(path)?).map_err(|e| {
        Problem::new(format!("the public key {} cannot be used", path.display()))
            .because(e)
            .hint("verifying takes the public key: the file that ends in .pub")
    })
}

/// A trust file; the files that it names lie beside it.
fn file(path: &Path) -> Result<Trust, Problem> {
    let text = read_text(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut read = |name: &str| read_text(&folder.join(name)).map_err(|problem| problem.in_one_line());
    Trust::parse(&text, &mut read).map_err(|e| point(&path.display().to_string(), &text, &e.at, &e.message))
}
