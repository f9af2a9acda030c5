package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of RFC 1143, row by row: from NO, what is done, what is said at each step, and where it ends. */
class NegotiatedOptionTest {

    private static NegotiatedOption.Say step(NegotiatedOption option, String step) {
        return switch (step) {
            case "want" -> option.request(true);
            case "unwant" -> option.request(false);
            case "yes" -> option.receivedOn(true);
            case "refused-yes" -> option.receivedOn(false);
            case "no" -> option.receivedOff();
            default -> throw new IllegalArgumentException(step);
        };
    }

    private static String state(NegotiatedOption option) {
        return (option.isOn() ? "on" : "off") + (option.isSettled() ? "" : " unsettled");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yes                     | ON                         | on
            refused-yes             | OFF                        | off
            no                      | NOTHING                    | off
            unwant                  | NOTHING                    | off
            want                    | ON                         | off unsettled
            want want               | ON NOTHING                 | off unsettled
            want yes                | ON NOTHING                 | on
            want refused-yes        | ON NOTHING                 | on
            want no                 | ON NOTHING                 | off
            want yes yes            | ON NOTHING NOTHING         | on
            want yes want           | ON NOTHING NOTHING         | on
            want yes no             | ON NOTHING OFF             | off
            want yes no no          | ON NOTHING OFF NOTHING     | off
            yes unwant              | ON OFF                     | off unsettled
            yes unwant no           | ON OFF NOTHING             | off
            yes unwant yes          | ON OFF NOTHING             | off
            yes unwant unwant no    | ON OFF NOTHING NOTHING     | off
            yes unwant want no      | ON OFF NOTHING ON          | off unsettled
            yes unwant want no yes  | ON OFF NOTHING ON NOTHING  | on
            yes unwant want yes     | ON OFF NOTHING NOTHING     | on
            yes unwant want unwant no | ON OFF NOTHING NOTHING NOTHING | off
            want unwant             | ON NOTHING                 | off unsettled
            want unwant yes         | ON NOTHING OFF             | off unsettled
            want unwant yes no      | ON NOTHING OFF NOTHING     | off
            want unwant no          | ON NOTHING NOTHING         | off
            want unwant want yes    | ON NOTHING NOTHING NOTHING | on
            """)
    void isWhatBothHaveAgreedOn(String steps, String said, String state) {
        NegotiatedOption option = new NegotiatedOption();
        StringBuilder all = new StringBuilder();
        for (String step : steps.split(" ")) {
            all.append(step(option, step)).append(' ');
        }
        assertEquals(said, all.toString().strip());
        assertEquals(state, state(option));
    }
}
