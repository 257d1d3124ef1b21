package io.carillon.access;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource's method that makes something, and takes an {@code Idempotency-Key}: the same key gets the same answer, and makes
 * nothing twice. The method answers a {@code Response}, and all it goes by is in its parameters, which JSON can hold.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
