package io.greendoor.backdoor;

/** What commands are given, checked. */
final class Arguments {

    private Arguments() {}

    /**
     * A number from 1 up.
     *
     * @throws UsageError when it is none
     */
    static int positive(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageError("\"" + text + "\" is no number: give one from 1 up");
        }
        throw new UsageError(text + " is too small: give a number from 1 up");
    }

    /**
     * A switch.
     *
     * @throws UsageError when it is neither on nor off
     */
    static boolean onOrOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new UsageError("\"" + text + "\" is neither on nor off");
        };
    }
}
