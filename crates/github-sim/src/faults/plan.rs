//! The plan: which request meets which fault.

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Effect {
    /// Answered with this status without acting.
    Status {
        /// Such as 500.
        status: u16,
    },
    /// Acted upon, and yet answered with this status.
    StatusAfter {
        /// Such as 502.
        status: u16,
    },
    /// The secondary rate limit, without acting.
    SecondaryLimit {
        /// 403 or 429.
        status: u16,
        /// Seconds, in the header `retry-after`.
        retry_after: u64,
    },
    /// The hourly limit is used up, without acting.
    PrimaryLimit {
        /// Seconds from now, in the header `x-ratelimit-reset`.
        reset: u64,
    },
    /// Answered later than it could be.
    Delay {
        /// How much later.
        milliseconds: u64,
    },
    /// The connection is closed before anything was done.
    DropBefore,
    /// All is done, and the connection closed without an answer.
    DropAfter,
    /// All is done, and the connection closed in the middle of the answer.
    Reset,
    /// What is made shows only after it was looked for this many times.
    Late {
        /// How often it is not there yet.
        reads: u64,
    },
    /// An upload breaks off, and leaves an asset in the state `starter`.
    Starter,
    /// The request has arrived: the notice is given, then it is dropped without acting.
    StopBefore,
    /// All is done: the notice is given, then the connection is closed without an answer.
    StopAfter,
}

/// Which request meets a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", untagged)]
pub enum On {
    /// The request of this index in the journal: the first has 0.
    Nth {
        /// The index.
        nth: usize,
    },
    /// A method and a path, after some that are let pass.
    Matching {
        /// Such as `POST`; all if empty.
        #[serde(default)]
        method: String,
        /// A glob, such as `/repos/*/*/releases`.
        path: String,
        /// How many are let pass first.
        #[serde(default)]
        skip: usize,
    },
}

/// One fault of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which request meets it.
    pub on: On,
    /// What goes wrong.
    pub effect: Effect,
    /// Whether every later request like it meets it too: for an index, the same method and path again.
    #[serde(default)]
    pub always: bool,
}

impl Fault {
    /// At a request's index, once.
    pub fn nth(nth: usize, effect: Effect) -> Self {
        Self { on: On::Nth { nth }, effect, always: false }
    }

    /// At the first request of a method and a path.
    pub fn at(method: &str, path: &str, effect: Effect) -> Self {
        let on = On::Matching { method: method.to_owned(), path: path.to_owned(), skip: 0 };
        Self { on, effect, always: false }
    }

    /// Every time.
    #[must_use]
    pub fn always(self) -> Self {
        Self { always: true, ..self }
    }
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Plan(Vec<Fault>);

impl Plan {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The effects on a request, which are used up unless they are for always.
    pub(crate) fn take(&mut self, index: usize, method: &str, path: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.0.retain_mut(|fault| {
            if !meets(&mut fault.on, index, method, path) {
                return true;
            }
            effects.push(fault.effect.clone());
            if let On::Nth { .. } = fault.on {
                let (method, path) = (method.to_owned(), fast_glob_literal(path));
                fault.on = On::Matching { method, path, skip: 0 };
            }
            fault.always
        });
        effects
    }
}

fn meets(on: &mut On, index: usize, method: &str, path: &str) -> bool {
    match on {
        On::Nth { nth } => *nth == index,
        On::Matching { method: asked, path: glob, skip } => {
            let same = asked.is_empty() || asked.eq_ignore_ascii_case(method);
            if !same || !fast_glob::glob_match(glob.as_str(), path) {
                return false;
            }
            let met = *skip == 0;
            *skip = skip.saturating_sub(1);
            met
        }
    }
}

/// A glob that matches this text alone.
fn fast_glob_literal(text: &str) -> String {
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '!' | '\\');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_met_once_or_always() {
        let mut plan = Plan::default();
        plan.add(Fault::nth(1, Effect::DropBefore));
        plan.add(Fault::at("POST", "/repos/*/*/releases", Effect::Reset).always());
        assert!(plan.take(0, "GET", "/user").is_empty());
        assert_eq!(plan.take(1, "POST", "/repos/a/b/releases"), [Effect::DropBefore, Effect::Reset]);
        assert_eq!(plan.take(1, "POST", "/repos/a/b/releases"), [Effect::Reset]);
        assert!(plan.take(2, "GET", "/repos/a/b/releases").is_empty());
    }

    #[test]
    fn an_index_for_always_means_the_same_request_again() {
        let mut plan = Plan::default();
        plan.add(Fault::nth(0, Effect::DropAfter).always());
        assert_eq!(plan.take(0, "GET", "/a[b]").len(), 1);
        assert_eq!(plan.take(7, "GET", "/a[b]").len(), 1);
        assert!(plan.take(8, "GET", "/ab").is_empty());
        assert!(plan.take(9, "POST", "/a[b]").is_empty());
    }

    #[test]
    fn some_are_let_pass_first() {
        let mut plan = Plan::default();
        let on = On::Matching { method: String::new(), path: "/x".to_owned(), skip: 2 };
        plan.add(Fault { on, effect: Effect::DropAfter, always: false });
        let met: Vec<_> = (0..4).map(|index| plan.take(index, "GET", "/x").len()).collect();
        assert_eq!(met, [0, 0, 1, 0]);
    }

    #[test]
    fn faults_are_written_in_json() {
        let text = r#"{"on":{"method":"POST","path":"/**"},"effect":{"kind":"secondary-limit","status":403,"retry_after":1}}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        assert_eq!(fault.effect, Effect::SecondaryLimit { status: 403, retry_after: 1 });
        let nth: Fault = serde_json::from_str(r#"{"on":{"nth":3},"effect":{"kind":"reset"}}"#).unwrap();
        assert_eq!(nth, Fault::nth(3, Effect::Reset));
    }
}
