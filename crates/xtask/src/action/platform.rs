//! The platforms that a release has programs for.

/// One platform.
#[derive(Debug, PartialEq, Eq)]
pub struct Platform {
    /// As a file is called: `linux-x64`.
    pub name: &'static str,
    /// `RUNNER_OS`.
    pub os: &'static str,
    /// `RUNNER_ARCH`.
    pub arch: &'static str,
    /// The target that it is built for. Static musl programs run in any container, Alpine's too.
    pub triple: &'static str,
}

/// Every platform. Others are refused by name: to guess would be to run the wrong bytes.
pub const PLATFORMS: [Platform; 5] = [
    Platform { name: "linux-x64", os: "Linux", arch: "X64", triple: "x86_64-unknown-linux-musl" },
    Platform { name: "linux-arm64", os: "Linux", arch: "ARM64", triple: "aarch64-unknown-linux-musl" },
    Platform { name: "macos-x64", os: "macOS", arch: "X64", triple: "x86_64-apple-darwin" },
    Platform { name: "macos-arm64", os: "macOS", arch: "ARM64", triple: "aarch64-apple-darwin" },
    Platform { name: "windows-x64", os: "Windows", arch: "X64", triple: "x86_64-pc-windows-msvc" },
];

impl Platform {
    /// The platform of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        PLATFORMS.iter().find(|platform| platform.name == name)
    }

    /// Whether `pwsh` starts the program there, and its name ends with `.exe`.
    pub fn is_windows(&self) -> bool {
        self.os == "Windows"
    }

    /// A program's file there.
    pub fn program(&self, program: &str) -> String {
        if self.is_windows() { format!("{program}.exe") } else { program.to_owned() }
    }

    /// What a program is called among a release's assets: `deploy-kit-release-linux-x64`.
    pub fn asset(&self, program: &str) -> String {
        self.program(&format!("{program}-{}", self.name))
    }
}
