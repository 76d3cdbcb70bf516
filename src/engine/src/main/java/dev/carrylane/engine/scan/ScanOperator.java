package dev.carrylane.engine.scan;

/**
 * An associative operation on elements that lie in arrays of the application's own. An element is an offset:
 * what lies there, in how many arrays and of which type, only the operator knows. So no object is made for
 * an element, however large a scan is.
 *
 * {@snippet :
 * // The affine maps x → a·x + b modulo 2³²; two ints for each.
 * final class AffineMaps implements ScanOperator {
 *   final int[] maps;
 *
 *   AffineMaps(int[] maps) {
 *     this.maps = maps;
 *   }
 *
 *   public int length() {
 *     return maps.length;
 *   }
 *
 *   public int width() {
 *     return 2;
 *   }
 *
 *   public void combine(int left, int right, int out) { // first left, then right
 *     int a = maps[right] * maps[left];
 *     maps[out + 1] = maps[right] * maps[left + 1] + maps[right + 1];
 *     maps[out] = a;
 *   }
 *
 *   public void copy(int from, int to) {
 *     maps[to] = maps[from];
 *     maps[to + 1] = maps[from + 1];
 *   }
 * }
 * }
 *
 * <p>A scan with several threads calls {@code combine} and {@code copy} from all of them at once, on elements
 * of which none is written by one call and read or written by another at the same time. An operator that
 * writes nothing but the element that it is told to write needs no other care.
 */
public interface ScanOperator {
  /** Stands for an element that is not there. */
  int NONE = -1;

  /**
   * Combines two neighbours: everything that {@code left} stands for comes directly before what {@code right}
   * stands for, in the direction of the scan. It need not be commutative. {@code out} may be {@code
   * right}, never {@code left}; {@code left} may only be read, and so may {@code right} where {@code out} is
   * another.
   *
   * <p>What is thrown here ends the scan and reaches the caller.
   *
   * @param left offset of the element before
   * @param right offset of the element after
   * @param out offset of the element that becomes the result
   */
  void combine(int left, int right, int out);

  /**
   * Copies an element.
   *
   * @param from its offset
   * @param to the offset of another
   */
  void copy(int from, int to);

  /** {@return how many offsets there are; a scan checks all its offsets against it before it begins} */
  int length();

  /** {@return the offsets from an element to its neighbour, 1 or more; 1 unless overridden} */
  default int width() {
    return 1;
  }

  /**
   * {@return the offset of the identity, which changes nothing that it is combined with; {@link #NONE} unless overridden}
   * Needed where a result stands for no step at all: in an exclusive scan without an initial state or with resets, and
   * for the final state of a sequence without steps.
   */
  default int identity() {
    return NONE;
  }

  /**
   * {@return whether results do not depend on how steps are grouped; false unless overridden} On integers usually yes,
   * where elements round usually no. A scan may then choose its schedule by the number of threads.
   */
  default boolean isExact() {
    return false;
  }
}
