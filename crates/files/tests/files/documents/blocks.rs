//! Documents of a head, blocks in any order, and a tail: one block states the version, any of the others may be
//! there. `\u{1}` is the version, `\u{2}` the same where it must stay, `\u{3}` its numbers, `\u{4}` to `\u{6}` each
//! of them, `\u{7}` the first two.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// One way to write a format.
#[derive(Debug)]
pub(super) struct Dialect {
    head: &'static str,
    /// The block that states the version, in several forms.
    own: &'static [&'static str],
    /// What else may stand there.
    others: &'static [&'static str],
    between: &'static str,
    tail: &'static str,
}

/// A document in one of these dialects.
pub(super) fn document(dialects: &'static [Dialect]) -> impl Strategy<Value = String> {
    let dialect = any::<Index>().prop_map(move |index| &dialects[index.index(dialects.len())]);
    dialect.prop_flat_map(|dialect| {
        let others = subsequence(dialect.others, 0..=dialect.others.len()).prop_shuffle();
        (select(dialect.own), others, any::<Index>()).prop_map(|(own, others, at)| {
            let mut blocks = others;
            blocks.insert(at.index(blocks.len() + 1), own);
            format!("{}{}{}", dialect.head, blocks.join(dialect.between), dialect.tail)
        })
    })
}

type Blocks = (&'static str, Option<&'static str>, &'static [Dialect]);

/// The formats, with what the configuration says beside them.
pub(super) const BLOCKS: &[Blocks] = &[
    (
        "bun-lock",
        None,
        &[Dialect {
            head: "{\n \"lockfileVersion\": 1,\n \"workspaces\": {\n",
            own: &["\"packages/a\": { \"name\": \"a\", \"version\": \"\u{1}\" }"],
            others: &[
                "\"\": { \"name\": \"root\", \"dependencies\": { \"c\": \"\u{2}\", }, }",
                "\"packages/b\": {\"version\":\"\u{2}\",\"name\":\"b\"}",
                "\"packages/é\": {}",
            ],
            between: ",\n",
            tail: ",\n },\n \"packages\": { \"a\": [\"a@workspace:packages/a\"], \"c\": [\"c@\u{2}\", \"\"], },\n}\n",
        }],
    ),
    (
        "pnpm-workspace",
        None,
        &[Dialect {
            head: "",
            own: &["packages:\n  - a/*\n"],
            others: &["catalog:\n  b: \u{2}\n", "# \u{2}\n", "version: \u{2}\n"],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "pnpm-lock",
        None,
        &[Dialect {
            head: "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n",
            own: &[
                "      a:\n        specifier: ^\u{1}\n        version: link:a\n",
                "      'a':\n        specifier: workspace:~\u{1}\n        version: link:../a\n",
            ],
            others: &[
                "      b:\n        specifier: ^\u{2}\n        version: link:../b\n",
                "      c:\n        specifier: \u{2}\n        version: \u{2}\n",
                "    devDependencies:\n      d:\n        specifier: workspace:*\n        version: link:a\n    optionalDependencies:\n",
            ],
            between: "",
            tail: "\npackages:\n\n  a@\u{2}:\n    resolution: {}\n    version: \u{2}\n",
        }],
    ),
    (
        "setup-cfg",
        None,
        &[Dialect {
            head: "",
            own: &[
                "[metadata]\nname = a\nversion = \u{1}\n",
                "[metadata]\nversion:\u{1}\nlong_description =\n  version = \u{2}\n",
                "[metadata]\n; version = \u{2}\nVERSION=\u{1}\n",
            ],
            others: &[
                "[bumpversion]\nversion = \u{2}\n",
                "[options]\ninstall_requires =\n    b==\u{2}\n",
                "# [metadata]\n# version = \u{2} é\n",
            ],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "setup-py",
        None,
        &[Dialect {
            head: "from setuptools import setup\n",
            own: &[
                "setup(name='a', version='\u{1}')\n",
                "setup(\n    version = \"\u{1}\",  # \u{2}\n    requires=['b==\u{2}'],\n)\n",
                "V = \"\"\"\u{1}\"\"\"\nif V:\n    setup(version=V, other=dict(version='\u{2}'))\n",
            ],
            others: &[
                "\"\"\"é setup(version='\u{2}')\n\"\"\"\n",
                "version = '\u{2}'\n",
                "# setup(version='\u{2}')\n",
                "def f(version='\u{2}'):\n    return '\\'' + \"setup(\"\n",
            ],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "python",
        None,
        &[Dialect {
            head: "",
            own: &[
                "__version__ = '\u{1}'\n",
                "__version__: str = version = \"\u{1}\" # \u{2}\nversion_info = (\u{4}, \u{5}, \u{6})\n",
                "__version_info__ = ( \u{4},\n\u{5},\u{6}, )\nVERSION=r'''\u{1}'''\n",
            ],
            others: &[
                "\"\"\"\n__version__ = '\u{2}'\n\"\"\"\n",
                "#__version__ = '\u{2}' é\n",
                "class C:\n    __version__ = '\u{2}'\n    version = '\u{2}'\n",
                "def version():\n    return '\u{2}'\n",
                "limits = (1, 2, 0), f('\u{2}')\n",
            ],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "uv-lock",
        None,
        &[Dialect {
            head: "version = 1\n\n",
            own: &["[[package]]\nname = \"a\"\nversion = \"\u{1}\"\nsource = { editable = \".\" }\n"],
            others: &[
                "[[package]]\nname = \"b\"\nversion = \"\u{2}\"\nsource = { virtual = \"b\" }\n",
                "[[package]]\nname = \"a\"\nversion = \"\u{2}\"\nsource = { registry = \"x\" }\ndependencies = [\n    { name = \"c\", version = \"\u{2}\" },\n]\n",
            ],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "poetry-lock",
        None,
        &[Dialect {
            head: "# é\n\n",
            own: &[
                "[[package]]\nname = \"A\"\nversion = \"\u{1}\"\n\n[package.source]\ntype = \"directory\"\nurl = \"../a\"\n",
            ],
            others: &[
                "[[package]]\nname = \"b\"\nversion = \"\u{2}\"\n\n[package.source]\ntype = \"directory\"\nurl = \"../b\"\n",
                "[[package]]\nname = \"a\"\nversion = \"\u{2}\"\n\n[package.dependencies]\nc = \"\u{2}\"\n",
            ],
            between: "\n",
            tail: "\n[metadata]\nlock-version = \"2.0\"\n",
        }],
    ),
    (
        "maven",
        None,
        &[Dialect {
            head: "<?xml version=\"1.0\"?>\n<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n",
            own: &[
                "<version>\u{1}</version>",
                "<version>${revision}</version><properties><a.version>\u{2}</a.version><revision> \u{1} </revision></properties>",
            ],
            others: &[
                "<!-- <version>\u{2}</version> é -->",
                "<groupId>x</groupId><artifactId>a</artifactId>",
                "<build><plugins><plugin><version>\u{2}</version></plugin></plugins></build>",
                "<dependencies><dependency><groupId>x</groupId><artifactId>b</artifactId><version>\u{2}</version></dependency></dependencies>",
            ],
            between: "\n",
            tail: "\n</project>\n",
        }],
    ),
    (
        "msbuild",
        None,
        &[Dialect {
            head: "<Project Sdk=\"Microsoft.NET.Sdk\">\n",
            own: &[
                "<PropertyGroup><Version>\u{1}</Version></PropertyGroup>",
                "<PropertyGroup>\n\t<VersionPrefix>\u{3}</VersionPrefix>\n\t<Version> \u{1}</Version>\n</PropertyGroup>",
            ],
            others: &[
                "<!-- <Version>\u{2}</Version> é -->",
                "<PropertyGroup><FileVersion>\u{2}</FileVersion></PropertyGroup>",
                "<ItemGroup><PackageReference Include=\"b\" Version=\"\u{2}\"><Version>\u{2}</Version></PackageReference></ItemGroup>",
            ],
            between: "\n",
            tail: "\n</Project>\n",
        }],
    ),
    (
        "gradle",
        None,
        &[
            Dialect {
                head: "",
                own: &["version=\u{1}\n", "version : \u{1}\n"],
                others: &["# version=\u{2}\n", "b.version=\u{2}\n", "versionB=\u{2}\n"],
                between: "",
                tail: "",
            },
            Dialect {
                head: "",
                own: &[
                    "version = '\u{1}'\n",
                    "version \"\u{1}\" // é\n",
                    "allprojects {\n    version = \"\u{1}\"\n}\n",
                ],
                others: &[
                    "plugins {\n    id(\"b\") version \"\u{2}\"\n    version = \"\u{2}\"\n}\n",
                    "dependencies {\n    implementation(\"b:b:\u{2}\")\n}\n",
                    "// version = \"\u{2}\"\n",
                ],
                between: "\n",
                tail: "",
            },
        ],
    ),
    (
        "helm",
        None,
        &[Dialect {
            head: "",
            own: &[
                "version: \u{1}\n",
                "version:  '\u{1}' # \u{2}\n",
                "appVersion: \"v\u{1}\"\nversion: \u{1}\n",
            ],
            others: &[
                "name: a\n",
                "dependencies:\n- name: b\n  version: \u{2}\n",
                "description: |\n  version: \u{2}\n  é\n",
                "# version: \u{2}\n",
            ],
            between: "",
            tail: "",
        }],
    ),
    (
        "pubspec",
        None,
        &[Dialect {
            head: "name: a\n",
            own: &["version: \u{1}\n", "version: \"\u{1}+7\"\n", "version: \u{1}+20 # \u{2}\n"],
            others: &["dependencies:\n  b: \u{2}\n  version: \u{2}\n", "# version: \u{2}\n"],
            between: "",
            tail: "",
        }],
    ),
    (
        "composer",
        None,
        &[Dialect {
            head: "{\n",
            own: &["\"version\": \"\u{1}\"", "\t\"version\" :\"\u{1}\""],
            others: &[
                "\"require\": { \"b/b\": \"\u{2}\", \"version\": \"\u{2}\" }",
                "\"description\": \"é \\\"version\\\": \\\"\u{2}\\\"\"",
            ],
            between: ",\n",
            tail: "\n}\n",
        }],
    ),
    (
        "deno",
        None,
        &[Dialect {
            head: "{ // \"version\": \"\u{2}\"\n",
            own: &["\"version\": \"\u{1}\"", "/* é */ \"version\":\"\u{1}\""],
            others: &["\"imports\": { \"b\": \"jsr:@b/b@\u{2}\", }", "\"tasks\": { \"version\": \"\u{2}\" }"],
            between: ",\n",
            tail: ",\n}\n",
        }],
    ),
    (
        "tauri",
        None,
        &[
            Dialect {
                head: "{\n",
                own: &[
                    "\"version\": \"\u{1}\"",
                    "\"package\": { \"productName\": \"é\", \"version\": \"\u{1}\" }",
                ],
                others: &["\"bundle\": { \"version\": \"\u{2}\" }", "\"identifier\": \"a\""],
                between: ",\n",
                tail: "\n}\n",
            },
            Dialect {
                head: "identifier = \"a\"\n",
                own: &["version = '\u{1}' # \u{2}\n", "[package]\nversion = \"\u{1}\"\n"],
                others: &[],
                between: "",
                tail: "[bundle]\nversion = \"\u{2}\"\n",
            },
        ],
    ),
    (
        "bazel",
        None,
        &[Dialect {
            head: "",
            own: &[
                "module(name = \"a\", version = \"\u{1}\")\n",
                "module(\n    version='\u{1}', # \u{2}\n)\n",
            ],
            others: &[
                "bazel_dep(name = \"b\", version = \"\u{2}\")\n",
                "\"\"\"module(version = \"\u{2}\") é\"\"\"\n",
                "# module(version = \"\u{2}\")\n",
            ],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "ruby",
        None,
        &[
            Dialect {
                head: "module A\n",
                own: &["  VERSION = '\u{1}'.freeze\n", "  VERSION = \"\u{1}\" # \u{2}\n"],
                others: &["  # VERSION = '\u{2}'\n", "  OTHER_VERSION = '\u{2}'\n", "  # é\n"],
                between: "",
                tail: "end\n",
            },
            Dialect {
                head: "Gem::Specification.new do |spec|\n  spec.name = \"a\"\n",
                own: &["  spec.version = \"\u{1}\"\n", "  spec.version     = '\u{1}'\n"],
                others: &[
                    "  spec.add_dependency \"b\", \"\u{2}\"\n",
                    "  spec.required_ruby_version = \">= \u{2}\"\n",
                    "  # spec.version = '\u{2}'\n",
                ],
                between: "",
                tail: "end\n",
            },
        ],
    ),
    (
        "gemfile-lock",
        None,
        &[Dialect {
            head: "PATH\n  remote: .\n  specs:\n",
            own: &["    a (\u{1})\n", "    a (\u{1})\n      b (~> \u{2})\n"],
            others: &["    b (\u{2})\n", "    c (\u{2})\n      d (= \u{2})\n"],
            between: "",
            tail: "\nGEM\n  remote: https://rubygems.org/\n  specs:\n    a (\u{2})\n\nDEPENDENCIES\n  a!\n",
        }],
    ),
    (
        "toml",
        Some("x.1.version"),
        &[Dialect {
            head: "version = \"\u{2}\" # é\n",
            own: &[
                "x = [{ version = \"\u{2}\" }, { version = \"\u{1}\" }]\n",
                "[[x]]\n[[x]]\nversion = '\u{1}'\n",
            ],
            others: &[],
            between: "",
            tail: "[y]\nversion = \"\u{2}\"\n",
        }],
    ),
    (
        "json",
        Some("/x~1y/1/version"),
        &[Dialect {
            head: "{ // é\n",
            own: &["\"x/y\": [{ \"version\": \"\u{2}\" }, { \"version\": \"\u{1}\" }]"],
            others: &["\"version\": \"\u{2}\"", "\"x\": { \"y\": [\"\u{2}\", \"\u{2}\"] }"],
            between: ",\n",
            tail: ",\n}\n",
        }],
    ),
    (
        "yaml",
        Some("x.1.version"),
        &[Dialect {
            head: "# é\n",
            own: &[
                "x:\n- version: \u{2}\n- name: b\n  version: \u{1}\n",
                "x:\n  - \u{2}\n  -\n    version: \"\u{1}\" # \u{2}\n    b: \u{2}\n",
            ],
            others: &["version: \u{2}\n", "y:\n  x:\n  - version: \u{2}\n  - version: \u{2}\n"],
            between: "",
            tail: "",
        }],
    ),
    (
        "xml",
        Some("/x/y/@version"),
        &[Dialect {
            head: "<?xml version=\"1.0\"?>\n<x version=\"\u{2}\">\n",
            own: &[
                "<y version='\u{1}' other=\"\u{2}\"/>",
                "<y\n xmlns:n=\"urn:n\" n:version = \"\u{1}\">é \u{2}</y>",
            ],
            others: &["<!-- <y version=\"\u{2}\"/> -->", "<z version=\"\u{2}\"><y version=\"\u{2}\"/></z>"],
            between: "\n",
            tail: "\n</x>\n",
        }],
    ),
    (
        "regex",
        Some("^(KIT|TOOL)=(?<version>.*)$"),
        &[Dialect {
            head: "# é\n",
            own: &["KIT=\u{1}\n", "TOOL=\u{1}\nKIT=v\u{1}\n"],
            others: &[" KIT=\u{2}\n", "OTHER=\u{2}\n", "\u{2}\n"],
            between: "",
            tail: "",
        }],
    ),
    (
        "mix",
        None,
        &[Dialect {
            head: "defmodule A.MixProject do\n",
            own: &["  @version \"\u{1}\"\n", "  def project, do: [\n    version: \"\u{1}\", # \u{2}\n  ]\n"],
            others: &["  # version: \"\u{2}\"\n", "  defp deps, do: [{:b, \"~> \u{2}\"}]\n", "  # é\n"],
            between: "",
            tail: "end\n",
        }],
    ),
    (
        "cmake",
        None,
        &[Dialect {
            head: "cmake_minimum_required(VERSION 3.20.1)\n",
            own: &[
                "project(a VERSION \u{3} LANGUAGES C)\n",
                "PROJECT (\"a\"\n  VERSION \"\u{3}\" # \u{2}\n)\n",
            ],
            others: &[
                "# project(a VERSION \u{2})\n",
                "set(OTHER_VERSION \u{2})\n",
                "find_package(B VERSION \u{2})\n",
                "message(\"é project(b VERSION \u{2})\")\n",
            ],
            between: "",
            tail: "",
        }],
    ),
    (
        "plist",
        None,
        &[Dialect {
            head: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n",
            own: &["\t<key>CFBundleShortVersionString</key>\n\t<string>\u{3}</string>\n"],
            others: &[
                "\t<key>CFBundleVersion</key>\n\t<string>\u{2}</string>\n",
                "\t<key>CFBundleName</key>\n\t<string>é</string>\n",
                "\t<key>X</key>\n\t<dict><key>CFBundleShortVersionString</key><string>\u{2}</string></dict>\n",
            ],
            between: "",
            tail: "</dict>\n</plist>\n",
        }],
    ),
    (
        "go",
        None,
        &[Dialect {
            head: "package a\n\n",
            own: &["const Version = \"\u{1}\"\n", "var (\n\tversion string = \"v\u{1}\" // \u{2}\n)\n"],
            others: &["// Version = \"\u{2}\"\n", "const Other = \"\u{2}\"\n", "var é = `\u{2}`\n"],
            between: "\n",
            tail: "",
        }],
    ),
    (
        "uses",
        Some("kit/tool"),
        &[Dialect {
            head: "# é\n",
            own: &[
                "  - uses: kit/tool@v\u{3}\n",
                "uses: \"Kit/Tool/a@v\u{4}\" # \u{2}\n",
                "`uses: kit/tool/a/b@\u{7}`.\n",
            ],
            others: &[
                "- uses: other/tool@v\u{2}\n",
                "- uses: kit/tool-b@v\u{2}\n",
                "- uses: kit/tool@main # v\u{2}\n",
                "- uses: kit/tool@8a1c0d4e5f60718293a4b5c6d7e8f90123456789 # v\u{2}\n",
                "kit/tool@v\u{2}\n",
            ],
            between: "",
            tail: "",
        }],
    ),
];
