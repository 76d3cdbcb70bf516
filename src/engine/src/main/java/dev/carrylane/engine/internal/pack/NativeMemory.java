package dev.carrylane.engine.internal.pack;

import dev.carrylane.engine.internal.check.Refusals;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/**
 * Native memory that is given back when it is closed, or else some time after its owner is unreachable. Whoever reads it
 * while another thread closes it gets an {@link IllegalStateException}, never memory of somebody else.
 */
final class NativeMemory {
  /** Of all such memory; has a thread, because nobody may ever come by again who could look what is unreachable. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final MemorySegment segment;
  private final Cleaner.Cleanable giving;

  /** Memory for a matrix, which messages name. */
  NativeMemory(Object owner, long bytes, int alignment, int depth, int columns) {
    if (!MemoryLimit.take(bytes)) {
      throw Refusals.memoryLimit(depth, columns, bytes, MemoryLimit.taken(), MemoryLimit.BYTES);
    }
    Arena arena = Arena.ofShared();
    try {
      segment = arena.allocate(bytes, alignment);
    } catch (OutOfMemoryError full) {
      MemoryLimit.giveBack(bytes);
      arena.close();
      throw Refusals.noMemory(depth, columns, bytes, full);
    }
    giving = CLEANER.register(owner, new Giving(arena, bytes));
  }

  MemorySegment segment() {
    return segment;
  }

  /** Gives it back, if nobody has. */
  void close() {
    giving.clean();
  }

  /** Knows nothing of the owner, which would then never become unreachable. */
  private record Giving(Arena arena, long bytes) implements Runnable {
    @Override
    public void run() {
      arena.close();
      MemoryLimit.giveBack(bytes);
    }
  }
}
