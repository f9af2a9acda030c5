package io.greendoor.backdoor;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Members as source code declares them, on one line each. */
final class Signatures {

    private Signatures() {}

    static String of(Method method) {
        try {
            return modifiers(method)
                    + TypeNames.parameters(method.getTypeParameters())
                    + TypeNames.simple(method.getGenericReturnType())
                    + " "
                    + method.getName()
                    + parameters(method, method.getGenericParameterTypes())
                    + exceptions(method);
        } catch (LinkageError | TypeNotPresentException e) {
            return method.toString(); // a class among the type arguments is missing
        }
    }

    static String of(Constructor<?> constructor) {
        try {
            return TypeNames.parameters(constructor.getTypeParameters())
                    + constructor.getDeclaringClass().getSimpleName()
                    + parameters(constructor, constructor.getGenericParameterTypes())
                    + exceptions(constructor);
        } catch (LinkageError | TypeNotPresentException e) {
            return constructor.toString(); // as above
        }
    }

    static String of(Field field) {
        try {
            String isFinal = Modifier.isFinal(field.getModifiers()) ? "final " : "";
            return modifiers(field) + isFinal + TypeNames.simple(field.getGenericType()) + " " + field.getName();
        } catch (LinkageError | TypeNotPresentException e) {
            return field.toString(); // as above
        }
    }

    /** As documentation tells overloads apart: {@code put(Object,List)}. */
    static String bare(Executable executable) {
        String name = executable instanceof Constructor ? "<init>" : executable.getName();
        return name + bareParameters(executable);
    }

    private static String bareParameters(Executable executable) {
        Type[] types;
        try {
            types = executable.getGenericParameterTypes();
        } catch (LinkageError | TypeNotPresentException e) {
            types = executable.getParameterTypes(); // as above
        }
        return Arrays.stream(types).map(TypeNames::bare).collect(Collectors.joining(",", "(", ")"));
    }

    private static String modifiers(Member member) {
        return Modifier.isStatic(member.getModifiers()) ? "static " : "";
    }

    private static String parameters(Executable executable, Type[] types) {
        Parameter[] parameters = executable.getParameters();
        String[] texts = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            String type = TypeNames.simple(types[i]);
            boolean isVariable = executable.isVarArgs() && i == types.length - 1;
            texts[i] = isVariable ? type.substring(0, type.length() - 2) + "..." : type;
            if (parameters.length == types.length && parameters[i].isNamePresent()) {
                texts[i] += " " + parameters[i].getName();
            }
        }
        return "(" + String.join(", ", texts) + ")";
    }

    private static String exceptions(Executable executable) {
        Type[] types = executable.getGenericExceptionTypes();
        return types.length == 0
                ? ""
                : " throws " + Arrays.stream(types).map(TypeNames::simple).collect(Collectors.joining(", "));
    }
}
