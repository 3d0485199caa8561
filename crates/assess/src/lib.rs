//! Frameworks, requirements and what the findings are evidence for.
