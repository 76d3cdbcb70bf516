package dev.carrylane.jmh.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.VectorShape;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * OpenBLAS, loaded with the kernels of a given processor. The library picks its kernels once, when it is
 * loaded, and on processors that it does not know it picks slower ones than they could run; so a fork runs
 * one choice.
 */
@State(Scope.Benchmark)
public class OpenBlas {
  private static final String AUTO = "auto";
  private static final String BEST = "best";
  private static final String AVX512_KERNELS = "SKYLAKEX";
  private static final int ALIGNMENT = 64;
  private static final long MAX_TEXT = 1024;

  private static String loaded;

  /**
   * The processor whose kernels are used: {@code auto} leaves the choice to the library, {@code best} takes those for the widest
   * vectors of this machine.
   */
  @Param({AUTO, BEST})
  public String core = AUTO;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads = 1;

  /** Made by JMH. */
  public OpenBlas() {}

  /** Loads the library and prints which kernels it uses. */
  @Setup
  public void load() {
    loadOnce(core.equals(BEST) ? best() : core);
    openblas_nolapack.blas_set_num_threads(threads);
    System.out.println(
        "# OpenBLAS: kernels %s (asked for: %s), threads %d, %s"
            .formatted(
                text("openblas_get_corename"),
                core,
                openblas_nolapack.blas_get_num_threads(),
                text("openblas_get_config")));
  }

  /** The library knows those with AVX-512 by the name of the first processor that had it. */
  private static String best() {
    boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64");
    return x86 && VectorShape.preferredShape() == VectorShape.S_512_BIT ? AVX512_KERNELS : AUTO;
  }

  private static synchronized void loadOnce(String core) {
    if (loaded == null) {
      if (!core.equals(AUTO)) {
        setEnvironment("OPENBLAS_CORETYPE", core);
      }
      Loader.load(openblas_nolapack.class);
      loaded = core;
    } else if (!loaded.equals(core)) {
      throw new IllegalStateException(
          "OpenBLAS is loaded with kernels %s and cannot change to %s; run with one fork or more"
              .formatted(loaded, core));
    }
  }

  /** Sets a variable for native code in this process; Java's own copy of the environment stays. */
  @SuppressWarnings("restricted") // calls native code, as the whole module does
  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function =
        linker
            .defaultLookup()
            .find("setenv")
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "this system has no setenv; set %s=%s outside and run with -p core=auto"
                            .formatted(name, value)));
    MethodHandle setenv =
        linker.downcallHandle(
            function,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int overwrite = 1;
      int result =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), overwrite);
      if (result != 0) {
        throw new IllegalStateException("setenv " + name + " failed with " + result);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a function of the library that takes nothing says in words. */
  @SuppressWarnings("restricted") // calls native code, as the whole module does
  private static String text(String function) {
    MemorySegment address = SymbolLookup.loaderLookup().find(function).orElseThrow();
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ValueLayout.ADDRESS));
    try {
      MemorySegment text = (MemorySegment) handle.invokeExact();
      return text.reinterpret(MAX_TEXT).getString(0).strip();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Native memory that starts a cache line, so that no vector load crosses one. */
  static FloatPointer floats(long length) {
    int spare = ALIGNMENT / Float.BYTES;
    FloatPointer memory = new FloatPointer(length + spare);
    return memory.position((-memory.address() & (ALIGNMENT - 1)) / Float.BYTES);
  }

  /** A copy in native memory that starts a cache line. */
  static FloatPointer copy(float[] values) {
    return floats(values.length).put(values);
  }
}
