//! What a run's end says to the shell.

use std::process::ExitCode;

/// How a run ended. The numbers are part of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Exit {
    /// Done, or nothing to do: 0.
    #[default]
    Done,
    /// The gate says no: 1.
    Gate,
    /// Usage or configuration: 2.
    Usage,
    /// The world failed, be it network, disk or permission: 3.
    World,
    /// Undecided: there is no data, and the policy is to hold: 4.
    Undecided,
}

impl Exit {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Gate => 1,
            Self::Usage => 2,
            Self::World => 3,
            Self::Undecided => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
