package io.greendoor.examples;

import io.greendoor.examples.CompatPage.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be wrong with the tables of docs/compat.md: each check returns sentences that say where, and what to do. */
final class CompatChecks {

    private CompatChecks() {}

    /** Names in Java that are not there, or are there although the row says that they are missing. */
    static List<String> javaNames(List<Row> rows) {
        List<String> problems = new ArrayList<>();
        for (Row row : rows) {
            for (String name : row.javaNames()) {
                Optional<String> problem = JavaNames.problem(name);
                if (!row.isAllMissing()) {
                    problem.ifPresent(what -> problems.add(row.at(what + ". Correct the row")));
                } else if (problem.isEmpty()) {
                    problems.add(
                            row.at("`" + name + "` is there: name the tests that show it, instead of 'not there yet'"));
                }
            }
            row.mentions().stream()
                    .filter(JavaNames::isOurs)
                    .flatMap(name -> JavaNames.problem(name).stream())
                    .forEach(what -> problems.add(row.at(what + ". Correct the text of the row")));
        }
        return problems;
    }

    /** Names of {@code surface} that are in no row. */
    static List<String> surface(List<Row> rows, Set<String> surface) {
        Set<String> named = new HashSet<>();
        for (Row row : rows) {
            row.javaNames().forEach(name -> {
                named.add(name);
                named.add(JavaNames.typePart(name));
            });
        }
        return surface.stream()
                .filter(name -> !named.contains(name))
                .map(name -> "docs/compat.md: `" + name + "` is public and in no row: add it to the row of its Python"
                        + " name, or to 'Beyond the originals'")
                .toList();
    }

    /** Tests that are not there. */
    static List<String> tests(List<Row> rows, TestSources tests) {
        return rows.stream()
                .flatMap(row -> row.spans(CompatPage.TEST).stream()
                        .flatMap(test -> tests.problem(test).stream())
                        .map(what -> row.at(what + ". Name the one that shows what the row says, or write it")))
                .toList();
    }

    /** Rows without a test, and names that no test of their row uses. */
    static List<String> untested(List<Row> rows, TestSources tests) {
        List<String> problems = new ArrayList<>();
        for (Row row : rows) {
            List<String> named = row.spans(CompatPage.TEST);
            boolean claims = !row.javaNames().isEmpty() || row.cells().containsKey(CompatPage.WART);
            if (claims && named.isEmpty() && !row.saysMissing()) {
                problems.add(row.at("no test: name one that shows what the row says"));
            }
            row.javaNames().stream()
                    .filter(name -> JavaNames.isGreenlets(name) && !JavaNames.isLambdas(name) && !named.isEmpty())
                    .filter(name -> named.stream().noneMatch(test -> tests.uses(test, JavaNames.simple(name))))
                    .forEach(name -> problems.add(
                            row.at("none of its tests uses `" + name + "`: name one that does, or write it")));
        }
        return problems;
    }

    /** Names of the originals that have no row, or two, and rows of names that there are not. */
    static List<String> pythonNames(List<Row> rows, Set<String> originals) {
        List<String> problems = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (Row row : rows) {
            for (String name : row.pythonNames()) {
                if (!originals.contains(name)) {
                    problems.add(row.at("python-names.txt has no " + name + ": correct one of the two"));
                }
                Integer other = lines.put(name, row.line());
                if (other != null) {
                    problems.add(row.at(name + " is in line " + other + ", too: leave one of them"));
                }
            }
        }
        originals.stream()
                .filter(name -> !lines.containsKey(name))
                .forEach(name -> problems.add("docs/compat.md: " + name + " of python-names.txt is in no row: add it to"
                        + " the table of its module, or to 'Not ported' with the reason"));
        return problems;
    }
}
