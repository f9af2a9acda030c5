package io.greendoor.backdoor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words that the banner names: each answers when it is all that was typed. */
final class Words {

    private static final Map<String, String> ANSWERS = Map.of(
            "help",
            """
            This is Java, inside the running application; what you type runs there.
              an expression          prints its value; _ is the last one, __ the one before
              values()               those printed so far: _1 is the first
              expand()               more of the last value; expand(x) of any
              table(list)            records, objects or maps as rows and columns
              a declaration          int n = 5;  var list = app.list();  a method, class, record
              vars()                 the names that there are, with their types
              dir(x)                 the names of what an object offers
              help(x), type(x)       the signatures, and what is written about them; its class
              locals                 the map behind the application's names
              Eventlet.spawn(...)    a task beside the prompt; Eventlet.sleep(Duration.ofSeconds(1)) waits in one
              await(x), aside(x)     a future, event, task: wait for it; be told when it is done
              /help                  commands beside Java
              await(x), aside(x)     waits for a future or a task; tells here when it is done
              /help                  commands beside Java, about this session and the process: /ps, /where, /time, ...
              exit()                 ends this session; the application goes on
            A statement ends where Java says so; while it is not finished, the prompt is "... ".
            """,
            "copyright",
            """
            Greendoor: Copyright the Greendoor contributors, under the Apache License, Version 2.0.
            Java and the JDK: see the notices of the JDK that this application runs on.
            """,
            "credits",
            """
            Greendoor follows eventlet's backdoor, greenlet, and Kotlin's coroutines. Java at the prompt is the JDK's JShell.
            """,
            "license",
            """
            Greendoor is licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0
            """,
            "exit",
            "Use exit() or Ctrl-D (i.e. EOF) to exit\n",
            "quit",
            "Use quit() or Ctrl-D (i.e. EOF) to exit\n");

    private Words() {}

    /** What to print for {@code word}; null when it is none of them. */
    static @Nullable String answer(String word) {
        return ANSWERS.get(word);
    }
}
