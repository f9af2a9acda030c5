package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ArgsTest {
    @Test
    void positionalArgumentsKeepTheirOrder() {
        Args args = Args.of("a", 2, 'c');

        assertEquals(List.of("a", 2, 'c'), args.positional());
        assertEquals("a", args.get(0));
        assertEquals(2, args.get(1));
        assertEquals('c', args.get(2));
        assertEquals(Map.of(), args.keywords());
    }

    @Test
    void keywordsAreFoundByName() {
        Args args = Args.of(List.of(1), Map.of("colour", "green", "size", 3));

        assertEquals("green", args.get("colour"));
        assertEquals(3, args.get("size"));
        assertEquals(Map.of("colour", "green", "size", 3), args.keywords());
        assertEquals(List.of(1), args.positional());
    }

    @Test
    void sizeCountsPositionalArgumentsOnly() {
        assertEquals(0, Args.of().size());
        assertEquals(1, Args.of((Object) null).size());
        assertEquals(3, Args.of(1, 2, 3).size());
        assertEquals(1, Args.of(List.of(1), Map.of("a", 1, "b", 2)).size());
        assertEquals(0, Args.of(List.of(), Map.of("a", 1)).size());
    }

    @Test
    void aPositionThatDoesNotExistIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> Args.of().get(0));
        assertThrows(IndexOutOfBoundsException.class, () -> Args.of(1).get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> Args.of(1).get(-1));
    }

    @Test
    void theValueOfNothingIsNull() {
        assertNull(Args.of().value());
        assertNull(Args.of(List.of(), Map.of()).value());
    }

    @Test
    void theValueOfOnePositionalIsThatObject() {
        List<Integer> list = List.of(1, 2);
        Object[] array = {1, 2};
        Args inner = Args.of(1, 2);

        assertSame(list, Args.of(list).value());
        assertSame(array, Args.of((Object) array).value());
        assertSame(inner, Args.of(inner).value());
        assertNull(Args.of((Object) null).value());
    }

    @Test
    void theValueOfSeveralOrOfKeywordsIsTheArgsItself() {
        Args several = Args.of(1, 2);
        Args keywordsOnly = Args.of(List.of(), Map.of("a", 1));
        Args both = Args.of(List.of(1), Map.of("a", 1));

        assertSame(several, several.value());
        assertSame(keywordsOnly, keywordsOnly.value());
        assertSame(both, both.value());
    }

    @Test
    void elementsAndKeywordValuesMayBeNull() {
        Args args = Args.of(Arrays.asList(null, 1), Collections.singletonMap("none", null));

        assertNull(args.get(0));
        assertNull(args.get("none"));
        assertEquals(Arrays.asList(null, 1), args.positional());
        assertEquals(Collections.singletonMap("none", null), args.keywords());
        assertEquals(Arrays.asList(null, null), Args.of((Object) null, null).positional());
    }

    @Test
    void equalContentMakesEqualArgs() {
        Args args = Args.of(List.of(1, 2), Map.of("a", 3));
        Args same = Args.of(List.of(1, 2), Map.of("a", 3));

        assertEquals(args, same);
        assertEquals(args.hashCode(), same.hashCode());
        assertEquals(Args.of(1, null), Args.of(Arrays.asList(1, null), Map.of()));
        assertEquals(Args.of(1, null).hashCode(), Args.of(1, null).hashCode());
        assertNotEquals(args, Args.of(1, 2));
        assertNotEquals(args, Args.of(List.of(2, 1), Map.of("a", 3)));
        assertNotEquals(args, Args.of(List.of(1, 2), Map.of("a", 4)));
        assertNotEquals(Args.of(1, 2), List.of(1, 2));
    }

    @Test
    void laterChangesOfTheSourcesDoNotShow() {
        Object[] array = {1};
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> map = new HashMap<>(Map.of("a", 1));
        Args fromArray = Args.of(array);
        Args fromBoth = Args.of(list, map);

        array[0] = 9;
        list.add(9);
        map.put("a", 9);

        assertEquals(List.of(1), fromArray.positional());
        assertEquals(List.of(1), fromBoth.positional());
        assertEquals(Map.of("a", 1), fromBoth.keywords());
    }

    @Test
    void whatItHandsOutCannotBeChanged() {
        Args args = Args.of(List.of(1), Map.of("a", 1));

        assertThrows(
                UnsupportedOperationException.class, () -> args.positional().add(2));
        assertThrows(
                UnsupportedOperationException.class, () -> args.positional().set(0, 2));
        assertThrows(UnsupportedOperationException.class, () -> args.keywords().put("b", 2));
        assertThrows(UnsupportedOperationException.class, () -> args.keywords().remove("a"));
    }

    @Test
    void nullContainersAreRefused() {
        assertThrows(NullPointerException.class, () -> Args.of((Object[]) null));
        assertThrows(NullPointerException.class, () -> Args.of(null, Map.of()));
        assertThrows(NullPointerException.class, () -> Args.of(List.of(), null));
    }
}
