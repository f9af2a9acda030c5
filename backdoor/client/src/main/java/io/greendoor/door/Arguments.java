package io.greendoor.door;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What was asked for on the command line.
 *
 * @param address where the door is
 * @param sources what to run, in order; none: talk with whoever is at the terminal
 * @param json whether to print what the server says as it is
 */
record Arguments(Address address, List<Source> sources, boolean json) {

    static final String HELP = """
            door: a Java prompt inside a running server

              door ADDRESS                      talk with it
              door ADDRESS -c 'CODE'            run code there, and print its values
              door ADDRESS FILE...              run files; - is the standard input

            ADDRESS is a port of this machine (3000), HOST:PORT, or the path of a unix-domain socket, with a / in it.

              -c CODE      runs it; may stand several times, and between files; each has to be whole
              --json       prints what comes back as JSON objects, one in each line
              --help, --version

            At a terminal Ctrl-C interrupts what runs there, exit() or Ctrl-D leaves, and Ctrl-] leaves whatever the server does.
            Values and output go to the standard output, errors to the standard error. After an error the rest still runs,
            after exit() nothing does.
            Exit codes: 0 all ran; 1 something threw, did not compile, was interrupted or never ran; 2 wrong usage;
            3 no connection, or lost it.
            """;

    /** Parses a command line that asks neither for help nor for the version. */
    static Arguments parse(List<String> words, BooleanSupplier inputIsTerminal) throws DoorError {
        return new Parser(words).parse(inputIsTerminal);
    }

    private static final class Parser {
        private final Deque<String> rest;
        private final List<Source> sources = new ArrayList<>();
        private String address = "";
        private boolean json;
        private boolean optionsAreOver;

        private Parser(List<String> words) {
            rest = new ArrayDeque<>(words);
        }

        private Arguments parse(BooleanSupplier inputIsTerminal) throws DoorError {
            while (!rest.isEmpty()) {
                word(rest.remove());
            }
            if (address.isEmpty()) {
                throw DoorError.usage(
                        "say where the door is: a port, HOST:PORT or the path of a socket;" + " door --help shows how");
            }
            if (sources.isEmpty() && !inputIsTerminal.getAsBoolean()) {
                sources.add(new Source.Input());
            }
            if (sources.isEmpty() && json) {
                throw DoorError.usage(
                        "--json is for scripts: give it code with -c, a file, or an input that is no terminal");
            }
            return new Arguments(Address.parse(address), List.copyOf(sources), json);
        }

        private void word(String word) throws DoorError {
            boolean isOption = word.startsWith("-") && !word.equals("-") && !optionsAreOver;
            if (isOption) {
                option(word);
            } else if (address.isEmpty()) {
                address = word;
            } else {
                sources.add(word.equals("-") && !optionsAreOver ? new Source.Input() : Source.file(word));
            }
        }

        private void option(String option) throws DoorError {
            switch (option) {
                case "--json" -> json = true;
                case "--" -> optionsAreOver = true;
                case "-c" -> {
                    if (rest.isEmpty()) {
                        throw DoorError.usage("-c needs code: door 3000 -c 'app.requests()'");
                    }
                    sources.add(Source.code(rest.remove()));
                }
                default -> throw DoorError.usage("there is no option " + option + "; door --help shows what there is");
            }
        }
    }
}
