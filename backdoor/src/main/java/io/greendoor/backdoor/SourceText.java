package io.greendoor.backdoor;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A text that the compiler's parser takes for a source file. */
final class SourceText extends SimpleJavaFileObject {

    private final String text;

    SourceText(String text) {
        super(URI.create("string:///Source.java"), Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
