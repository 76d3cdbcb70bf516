package dev.carrylane.network.safetensors;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file of named tensors and text metadata, in the <a
 * href="https://huggingface.co/docs/safetensors">safetensors</a> format: the length of a JSON header
 * (8 bytes, little-endian), the header, the tensors' elements one after the other. The contents of a
 * file, once read, are immutable and may be shared by any number of threads.
 */
public final class SafetensorsFile {
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;

  SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
    this.metadata = metadata;
    this.tensors = tensors;
  }

  /**
   * Reads a file. It is mapped into memory while it is being read and closed before this method
   * returns; the tensors are copies on the Java heap. Elements of type F32 keep their bits, F16 and
   * BF16 are widened, F64 is rounded to the nearest float.
   *
   * <p>Reading is strict. A file is refused, before anything of the size it claims is allocated,
   * unless its header is JSON in valid UTF-8 of at most 100,000,000 bytes with no key twice and no
   * unknown field; unless every tensor's bytes are as many as its shape and type need; and unless
   * the tensors cover the rest of the file to the last byte, with no hole and no overlap. The file
   * must not be shortened by anyone while it is being read.
   *
   * @param path a regular file
   * @return its contents
   * @throws MalformedFileException if the file is not what the format demands, or holds a tensor whose
   *     elements are integers or of another type that is not read
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsFile read(Path path) throws IOException {
    return SafetensorsReader.read(path);
  }

  /**
   * Writes a file that {@link #read} gives back bit for bit: elements as F32, tensors and metadata
   * sorted by name (by code point), the elements' start aligned to 8 bytes. The same contents always
   * give the same bytes.
   *
   * <p>The file is written under a temporary name in the target's folder, forced to the disk and
   * moved over the target in one step: whatever happens, the target is either the old file or the
   * complete new one. Arguments are checked before anything is written.
   *
   * @param target the file to create or replace; an existing one must be a regular file
   * @param metadata names and values; names are not empty
   * @param tensors names and tensors; names are not empty, have no NUL character and are not {@code
   *     __metadata__}
   * @throws IllegalArgumentException if a name is refused, if a text has half a surrogate pair, or if
   *     the header would be longer than {@link #read} accepts
   * @throws IOException if the file cannot be written; the temporary file is then removed
   */
  public static void write(Path target, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    SafetensorsWriter.write(target, metadata, tensors);
  }

  /**
   * The metadata.
   *
   * @return names and values in file order, unmodifiable
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The tensors.
   *
   * @return names and tensors in the order of their elements in the file, unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }
}
