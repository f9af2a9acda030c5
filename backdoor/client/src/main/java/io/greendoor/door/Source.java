package io.greendoor.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Something to run. */
sealed interface Source {

    /** So many characters of code say which it is. */
    int SHOWN = 60;

    /** What whoever gave it knows it by. */
    String title();

    /** Text that is at hand. */
    record Text(String title, String text) implements Source {}

    /** Whatever comes from the standard input, as it comes. */
    record Input() implements Source {

        @Override
        public String title() {
            return "the standard input";
        }
    }

    /** Code from the command line. */
    static Source code(String code) {
        String line = code.strip().lines().findFirst().orElse("");
        boolean isShown = line.length() <= SHOWN && line.equals(code.strip());
        String shown = isShown ? line : line.substring(0, Math.min(SHOWN, line.length())) + "…";
        return new Text("-c '" + shown + "'", code);
    }

    /** Reads a file now, so that nothing is run when it cannot be read. */
    static Source file(String name) throws DoorError {
        Path file = Path.of(name);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return new Text(
                    name, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (NoSuchFileException e) {
            throw DoorError.usage("there is no file " + file.toAbsolutePath());
        } catch (AccessDeniedException e) {
            throw DoorError.usage("the file " + file.toAbsolutePath() + " may not be read by this user");
        } catch (CharacterCodingException e) {
            throw DoorError.usage("the file " + file.toAbsolutePath() + " is no text in UTF-8");
        } catch (IOException e) {
            throw DoorError.usage("the file " + file.toAbsolutePath() + " cannot be read: " + e.getMessage());
        }
    }
}
