package dev.carrylane.jmh.cold;

import dev.carrylane.network.ModelFile;
import java.util.List;
import java.util.function.Function;

/**
 * Another library that runs the LSTM.
 *
 * @param name one word
 * @param translation gives the library's own file of the same model
 * @param program its main method takes that file and the marks, and prints {@link Figures} as {@code LstmSteps} does
 * @param libraries one class of each jar that the program needs besides its own
 * @param options for its JVM
 */
public record Peer(
    String name,
    Function<ModelFile, byte[]> translation,
    Class<?> program,
    List<Class<?>> libraries,
    List<String> options) {}
