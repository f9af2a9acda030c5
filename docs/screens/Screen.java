import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes an SVG of a terminal's screen: reads lines with ANSI colours, as {@code tmux capture-pane -e -p} prints them, and
 * writes a picture whose text is text. The first argument is the window's title.
 */
final class Screen {

    private static final double CELL_WIDTH = 8.43;
    private static final int LINE_HEIGHT = 19;
    private static final int MARGIN = 16;
    private static final int TITLE_HEIGHT = 34;
    private static final String BACKGROUND = "#1b1f27";
    private static final String TITLE_BACKGROUND = "#282d38";
    private static final String FOREGROUND = "#d8dee9";
    private static final String[] COLOURS = {
        "#4c566a", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d8dee9",
        "#7b8494", "#ff7b86", "#b5e890", "#ffd98e", "#7cc5ff", "#dd94f0", "#73d0da", "#ffffff"
    };

    /** How text looks. */
    private record Style(String foreground, String background, boolean bold, boolean italic, boolean underlined) {
        static final Style PLAIN = new Style(null, null, false, false, false);

        Style with(List<Integer> codes) {
            Style style = this;
            for (int i = 0; i < codes.size(); i++) {
                int code = codes.get(i);
                if (code == 38 || code == 48) {
                    String colour = extended(codes, i);
                    style = code == 38 ? style.fore(colour) : style.back(colour);
                    i += codes.get(i + 1) == 5 ? 2 : 4;
                } else {
                    style = style.with(code);
                }
            }
            return style;
        }

        private Style with(int code) {
            return switch (code) {
                case 0 -> PLAIN;
                case 1 -> new Style(foreground, background, true, italic, underlined);
                case 3 -> new Style(foreground, background, bold, true, underlined);
                case 4 -> new Style(foreground, background, bold, italic, true);
                case 7 -> new Style(background == null ? BACKGROUND : background,
                        foreground == null ? FOREGROUND : foreground, bold, italic, underlined);
                case 22 -> new Style(foreground, background, false, italic, underlined);
                case 23 -> new Style(foreground, background, bold, false, underlined);
                case 24 -> new Style(foreground, background, bold, italic, false);
                case 39 -> fore(null);
                case 49 -> back(null);
                default -> code >= 30 && code <= 37 ? fore(COLOURS[code - 30])
                        : code >= 90 && code <= 97 ? fore(COLOURS[code - 82])
                        : code >= 40 && code <= 47 ? back(COLOURS[code - 40])
                        : code >= 100 && code <= 107 ? back(COLOURS[code - 92])
                        : this;
            };
        }

        private Style fore(String colour) {
            return new Style(colour, background, bold, italic, underlined);
        }

        private Style back(String colour) {
            return new Style(foreground, colour, bold, italic, underlined);
        }

        /** Of the 256 colours, or by red, green and blue. */
        private static String extended(List<Integer> codes, int i) {
            if (codes.get(i + 1) == 2) {
                return rgb(codes.get(i + 2), codes.get(i + 3), codes.get(i + 4));
            }
            int number = codes.get(i + 2);
            if (number < 16) {
                return COLOURS[number];
            }
            if (number >= 232) {
                int grey = 8 + 10 * (number - 232);
                return rgb(grey, grey, grey);
            }
            int cube = number - 16;
            return rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
        }

        private static int level(int step) {
            return step == 0 ? 0 : 55 + 40 * step;
        }

        private static String rgb(int red, int green, int blue) {
            return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
        }
    }

    /** Text of one style. */
    private record Run(int column, String text, Style style) {}

    private final List<List<Run>> lines = new ArrayList<>();
    private Style style = Style.PLAIN;

    public static void main(String[] arguments) throws IOException {
        String input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Screen screen = new Screen();
        input.stripTrailing().lines().forEach(screen::read);
        System.out.write(screen.svg(arguments[0]).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private void read(String line) {
        List<Run> runs = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != '\033') {
                text.append(line.charAt(i));
                continue;
            }
            runs.add(new Run(column, text.toString(), style));
            column += text.length();
            text.setLength(0);
            int end = i + 2;
            while (!Character.isLetter(line.charAt(end))) {
                end++;
            }
            if (line.charAt(end) == 'm') {
                style = style.with(codes(line.substring(i + 2, end)));
            }
            i = end;
        }
        runs.add(new Run(column, text.toString(), style));
        lines.add(runs);
    }

    private static List<Integer> codes(String text) {
        List<Integer> codes = new ArrayList<>();
        for (String each : text.split("[;:]", -1)) {
            codes.add(each.isEmpty() ? 0 : Integer.parseInt(each));
        }
        return codes;
    }

    private String svg(String title) {
        int columns = lines.stream().flatMap(List::stream).mapToInt(run -> run.column + run.text.stripTrailing().length())
                .max().orElse(0);
        double width = Math.max(80, columns) * CELL_WIDTH + 2 * MARGIN;
        int height = TITLE_HEIGHT + lines.size() * LINE_HEIGHT + 2 * MARGIN;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$.0f %2$d" width="%1$.0f" height="%2$d" \
                font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
                <rect width="100%%" height="100%%" rx="8" fill="%3$s"/>
                <path d="M0 %5$d V8 A8 8 0 0 1 8 0 H%6$.0f A8 8 0 0 1 %1$.0f 8 V%5$d Z" fill="%4$s"/>
                <circle cx="20" cy="17" r="6" fill="#ff5f57"/><circle cx="40" cy="17" r="6" fill="#febc2e"/>\
                <circle cx="60" cy="17" r="6" fill="#28c840"/>
                <text x="50%%" y="22" text-anchor="middle" fill="#9aa3b2">%7$s</text>
                """, width, height, BACKGROUND, TITLE_BACKGROUND, TITLE_HEIGHT, width - 8, escaped(title)));
        for (int i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), TITLE_HEIGHT + MARGIN + i * LINE_HEIGHT);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void line(StringBuilder svg, List<Run> runs, int top) {
        for (Run run : runs) {
            double x = MARGIN + run.column * CELL_WIDTH;
            double width = run.text.length() * CELL_WIDTH;
            if (run.style.background != null && !run.text.isEmpty()) {
                svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                        x, top, width, LINE_HEIGHT, run.style.background));
            }
            if (!run.text.isBlank()) {
                svg.append(String.format(Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" xml:space=\"preserve\" fill=\"%s\"%s>%s</text>%n",
                        x, top + 14, width, run.style.foreground == null ? FOREGROUND : run.style.foreground,
                        attributes(run.style), escaped(run.text)));
            }
        }
    }

    private static String attributes(Style style) {
        return (style.bold ? " font-weight=\"bold\"" : "") + (style.italic ? " font-style=\"italic\"" : "")
                + (style.underlined ? " text-decoration=\"underline\"" : "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
