package dev.carrylane.engine.internal.vector;

import java.util.List;

/**
 * The classes of the JDK beside those that kernels use. C2 compiles a call as if the classes initialised so far were
 * all that there are; when another one comes, code that relied on it is thrown away, and a caller that is in it falls
 * back to the interpreter, where every vector is an object. So all come first. Whatever is not there, in another JDK,
 * can't come later either.
 */
final class ClassHierarchy {
  private static final String SEGMENTS = "jdk.internal.foreign.";

  /** Kinds of memory segments and of their lifetimes. */
  private static final List<String> SEGMENT_CLASSES =
      List.of(
          "NativeMemorySegmentImpl",
          "MappedMemorySegmentImpl",
          "HeapMemorySegmentImpl$OfByte",
          "HeapMemorySegmentImpl$OfShort",
          "HeapMemorySegmentImpl$OfChar",
          "HeapMemorySegmentImpl$OfInt",
          "HeapMemorySegmentImpl$OfLong",
          "HeapMemorySegmentImpl$OfFloat",
          "HeapMemorySegmentImpl$OfDouble",
          "GlobalSession",
          "ImplicitSession",
          "ConfinedSession",
          "SharedSession");

  private static final List<String> ELEMENTS =
      List.of("Byte", "Short", "Int", "Long", "Float", "Double");

  private static final List<String> WIDTHS = List.of("64", "128", "256", "512", "Max");

  private ClassHierarchy() {}

  /** Initialises all of them. */
  static void complete() {
    for (String name : SEGMENT_CLASSES) {
      initialize(SEGMENTS + name);
    }
    for (String element : ELEMENTS) {
      for (String width : WIDTHS) {
        String vector = "jdk.incubator.vector." + element + width + "Vector";
        initialize(vector);
        initialize(vector + "$" + element + width + "Mask");
        initialize(vector + "$" + element + width + "Shuffle");
      }
    }
  }

  private static void initialize(String name) {
    try {
      Class.forName(name);
    } catch (ClassNotFoundException | LinkageError absent) {
      // Another JDK, which has no such class.
    }
  }
}
