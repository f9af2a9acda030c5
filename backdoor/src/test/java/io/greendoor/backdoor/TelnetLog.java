package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a telnet client said, in order, its text in one piece where nothing came between. */
final class TelnetLog implements TelnetEvents {
    final ByteArrayOutputStream replies = new ByteArrayOutputStream();

    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    /** All since this was asked before. */
    List<String> taken() {
        List<String> taken = soFar();
        log.clear();
        text.reset();
        return taken;
    }

    List<String> soFar() {
        List<String> soFar = new ArrayList<>(log);
        if (text.size() > 0) {
            soFar.add("\"" + printable(text.toString(StandardCharsets.UTF_8)) + "\"");
        }
        return soFar;
    }

    private static String printable(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }

    private void add(String event) {
        List<String> soFar = taken();
        log.addAll(soFar);
        log.add(event);
    }

    @Override
    public void text(byte b) {
        text.write(b);
    }

    @Override
    public void interrupt() {
        add("interrupt");
    }

    @Override
    public void breakKey() {
        add("break");
    }

    @Override
    public void abortOutput() {
        add("abort output");
    }

    @Override
    public void areYouThere() {
        add("are you there");
    }

    @Override
    public void eraseCharacter() {
        add("erase character");
    }

    @Override
    public void eraseLine() {
        add("erase line");
    }

    @Override
    public void endOfInput() {
        add("end");
    }

    @Override
    public void windowSize(int columns, int rows) {
        add(columns + "x" + rows);
    }

    @Override
    public void terminalType(String name) {
        add("type " + name);
    }

    @Override
    public void characterMode(boolean on) {
        add(on ? "by character" : "by line");
    }

    @Override
    public void reply(byte[] bytes) {
        replies.writeBytes(bytes);
        add("> " + TelnetNotation.text(bytes));
    }
}
