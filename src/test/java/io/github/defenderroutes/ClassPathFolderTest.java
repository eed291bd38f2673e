package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFolderTest {
    @TempDir
    Path folder;

    @Test
    void whatIsInAJarIsCopiedAndGoneAtTheEnd() throws IOException {
        Path jar = folder.resolve("host.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("my/routes/"));
            out.putNextEntry(new JarEntry("my/routes/one.camel.yaml"));
            out.write("- route".getBytes());
            out.putNextEntry(new JarEntry("my/other.txt"));
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader host = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(host);
            ClassPathFolder copy = ClassPathFolder.copy("classpath:my/routes");

            assertThat(copy.path().resolve("one.camel.yaml")).hasContent("- route");
            assertThat(copy.path()).isDirectoryNotContaining("glob:**other.txt");
            copy.close();
            copy.close();
            assertThat(copy.path()).doesNotExist();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> ClassPathFolder.copy("classpath:no/such"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("classpath:no/such")
                .hasMessageContaining("To fix: name one");
    }
}
