package org.speakdraw.app.settings;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The configured devices, as their engines report them. Thread-safe. */
@Singleton
public class EngineDevices {

    private final List<Device> devices = new CopyOnWriteArrayList<>();

    /** Says what became of {@code device}. */
    public void report(Device device) {
        devices.add(device);
    }

    public List<Device> all() {
        return List.copyOf(devices);
    }

    /**
     * A device in use.
     *
     * @param id       {@code cpu}, {@code cpu:1}, {@code cuda:0}, {@code tensorrt:0}, {@code remote:0}
     * @param fallback why it is not the one that was asked for
     * @param failure  why no engine runs on it
     */
    public record Device(String id, Optional<String> fallback, Optional<String> failure) {}
}
