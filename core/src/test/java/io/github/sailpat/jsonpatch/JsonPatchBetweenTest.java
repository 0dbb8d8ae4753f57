package io.github.sailpat.jsonpatch;

import static io.github.sailpat.jsonpatch.JsonPatchApplyTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchBetweenTest {
    private static final String LONG =
            "a value that is long enough to be worth keeping when only its neighbour changes, is it not";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # equal as JSON: nothing to do
            {'a':1,'b':[2]}        | {'b':[2.0],'a':1e0}     | []
            null                   | null                    | []
            -0.0                   | 0                       | []
            # what is of another kind is replaced
            1                      | 2                       | [{'op':'replace','path':'','value':2}]
            {'a':1}                | [1]                     | [{'op':'replace','path':'','value':[1]}]
            null                   | {}                      | [{'op':'replace','path':'','value':{}}]
            # members come, go and change
            {'a':'LONG'}           | {'a':'LONG','b':null}   | [{'op':'add','path':'/b','value':null}]
            {'a':'LONG','b':1}     | {'a':'LONG'}            | [{'op':'remove','path':'/b'}]
            {'a':'LONG','/':1}     | {'a':'LONG','/':null}   | [{'op':'replace','path':'/~1','value':null}]
            {'x':{'a':'LONG','b':1}} | {'x':{'a':'LONG','b':2}} | [{'op':'replace','path':'/x/b','value':2}]
            # a small whole is replaced as a whole
            {'x':{'a':1,'b':2}}    | {'x':{'c':3,'d':4}}     | [{'op':'replace','path':'/x','value':{'c':3,'d':4}}]
            # elements
            ['LONG',1,2]           | ['LONG',1,2,3]          | [{'op':'add','path':'/3','value':3}]
            ['LONG',1,2]           | [0,'LONG',1,2]          | [{'op':'add','path':'/0','value':0}]
            ['LONG',1,2]           | ['LONG',2]              | [{'op':'remove','path':'/1'}]
            ['LONG','LONG']        | ['LONG']                | [{'op':'remove','path':'/1'}]
            ['LONG',{'a':'LONG','b':1}] | ['LONG',{'a':'LONG','b':2}] | [{'op':'replace','path':'/1/b','value':2}]
            [1,'LONG','LONG',4]    | [2,'LONG','LONG',5]     | [{'op':'replace','path':'/0','value':2},{'op':'replace','path':'/3','value':5}]
            # each operation is weighed by its own length
            {'x':{'a':1,'b':1,'c':2}} | {'x':{'c':2}}          | [{'op':'replace','path':'/x','value':{'c':2}}]
            {'x':{'a':1,'c':22222222}} | {'x':{'c':22222222}}  | [{'op':'remove','path':'/x/a'}]
            {'a':1,'c':222222222}  | {'a':2,'c':222222222}     | [{'op':'replace','path':'/a','value':2}]
            {'x':{'a':1,'b':1,'c':'32 characters, that is not little'}} | {'x':{'c':'32 characters, that is not little'}} | [{'op':'remove','path':'/x/a'},{'op':'remove','path':'/x/b'}]
            {'c':2}                | {'a':1,'c':2}             | [{'op':'add','path':'/a','value':1}]
            # what gets another name or index is moved
            {'a':'LONG','b':1}     | {'c':'LONG','b':1}        | [{'op':'move','from':'/a','path':'/c'}]
            {'a':['LONG'],'b':['LONG']} | {'c':['LONG'],'d':['LONG']} | [{'op':'move','from':'/a','path':'/c'},{'op':'move','from':'/b','path':'/d'}]
            {'x':'LONG','a':1}     | {'x':'LONG','b':1}        | [{'op':'move','from':'/a','path':'/b'}]
            {'x':{'a':'LONG','c':3},'y':{'b':4}} | {'x':{'c':3},'y':{'b':4,'a':'LONG'}} | [{'op':'move','from':'/x/a','path':'/y/a'}]
            {'x':{'a':['LONG'],'c':3},'y':1} | {'z':['LONG'],'x':{'c':4},'y':1} | [{'op':'move','from':'/x/a','path':'/z'},{'op':'replace','path':'/x/c','value':4}]
            ['LONG',1,2]           | [1,2,'LONG']              | [{'op':'move','from':'/0','path':'/2'}]
            [1,2,'LONG']           | ['LONG',1,2]              | [{'op':'move','from':'/2','path':'/0'}]
            ['LONG',1,2,[3,'LONG']] | [1,[3,'LONG'],2,'LONG']  | [{'op':'move','from':'/2','path':'/3'},{'op':'move','from':'/0','path':'/3'}]
            """)
    void findsTheShortPatch(String before, String after, String patch) {
        String from = json(before).replace("LONG", LONG);
        String to = json(after).replace("LONG", LONG);

        assertThat(JsonPatch.betweenJson(from, to).toJson()).isEqualTo(json(patch));
    }

    @Tag("large")
    @Test
    void oneChangeInALargeArrayIsOneOperation() {
        List<Object> before =
                new ArrayList<>(IntStream.range(0, 100_000).boxed().toList());
        List<Object> after = new ArrayList<>(before);
        after.remove(77_777);
        after.add(33_333, "new");
        after.set(55_555, "changed");

        assertThat(JsonPatch.between(before, after))
                .isEqualTo(JsonPatch.create(
                        b -> b.add("/33333", "new").replace("/55555", "changed").remove("/77778")));
    }

    @Tag("large")
    @Test
    void manyChangesInALargeArrayAreFoundWhereverTheyAre() {
        List<Object> before =
                new ArrayList<>(IntStream.range(0, 100_000).boxed().toList());
        List<Object> after = new ArrayList<>(before);
        after.add(0, "new");
        for (int i = 1; i <= 4_000; i++) {
            after.set(i * 20, "changed " + i);
        }

        JsonPatch patch = JsonPatch.between(before, after);

        assertThat(patch.size()).isEqualTo(4_001);
        assertThat(patch.applyTo(before)).isEqualTo(after);
    }

    @Tag("large")
    @Test
    @Timeout(20)
    void membersWithLongPathsAreMovedInGoodTime() {
        String name = "n".repeat(JsonPointer.MAX_LENGTH / 2 - 100);
        Map<String, Integer> before = new HashMap<>();
        Map<String, Integer> after = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            before.put("a" + i, i);
            after.put("b" + i, i);
        }

        assertThat(JsonPatch.between(Map.of(name, before), Map.of(name, after)).size())
                .isEqualTo(1);
    }

    @Tag("large")
    @Test
    void aPatchThatWouldShiftMoreThanItMayBecomesAReplacement() {
        List<Object> before =
                new ArrayList<>(IntStream.range(0, 500_000).boxed().toList());
        List<Object> after = new ArrayList<>(before);
        for (int i = 0; i < 700; i++) {
            after.add(i, "new " + i);
        }

        assertThat(JsonPatch.between(before, after)).isEqualTo(JsonPatch.create(b -> b.replace("", after)));
        assertThat(JsonPatch.between(before, after).applyTo(before)).isEqualTo(after);
    }

    @Test
    void arraysWithoutCommonElementsAreReplaced() {
        List<Integer> before = IntStream.range(0, 5_000).boxed().toList();
        List<Integer> after = IntStream.range(5_000, 10_000).boxed().toList();

        assertThat(JsonPatch.between(before, after)).isEqualTo(JsonPatch.create(b -> b.replace("", after)));
    }

    @Test
    void moreOperationsThanAPatchMayHaveBecomeAReplacement() {
        List<Object> before = new ArrayList<>();
        List<Object> after = new ArrayList<>();
        for (int i = 0; i <= JsonPatch.MAX_OPERATIONS; i++) {
            before.add(Map.of("keep", LONG, "change", i));
            after.add(Map.of("keep", LONG, "change", -1 - i));
        }

        assertThat(JsonPatch.between(before, after).size()).isEqualTo(1);
        assertThat(JsonPatch.between(before, after).applyTo(before)).isEqualTo(after);
    }

    @Test
    void aNameTooLongForAPointerIsReplacedFromAround() {
        String name = "~".repeat(JsonPointer.MAX_LENGTH);
        Map<String, Object> before = Map.of("x", Map.of(name, Map.of("a", LONG.repeat(2_000), "b", 1)));
        Map<String, Object> after = Map.of("x", Map.of(name, Map.of("a", LONG.repeat(2_000), "b", 2)));
        Map<String, Object> without = Map.of("x", Map.of("y", LONG.repeat(2_000)));

        for (Map<String, Object> from : List.of(before, after, without)) {
            for (Map<String, Object> to : List.of(before, after, without)) {
                assertThat(JsonPatch.between(from, to).applyTo(from)).isEqualTo(to);
            }
        }
    }
}
