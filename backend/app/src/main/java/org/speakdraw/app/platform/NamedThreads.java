package org.speakdraw.app.platform;

import java.util.concurrent.ThreadFactory;

/**
 * Threads under a name of their own, by which thread dumps and logs tell what they do.
 *
 * @param threads makes them, such as the container's factory
 */
public record NamedThreads(ThreadFactory threads, String name) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = threads.newThread(work);
        thread.setName(name);
        return thread;
    }
}
