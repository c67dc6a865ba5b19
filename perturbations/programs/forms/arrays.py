"""Vectors and matrices: operations on them, exactly and in floats."""

from collections.abc import Callable
from typing import Any

import numpy
import sympy

OPERATIONS = ("matrix", "det", "norm", "dot", "cross", "proj")
_LARGEST_SIZE = 4
_LARGEST_POWER = 10_000
_SMALL_POWER = 200  # of what is no matrix of integers
_LONGEST = 300  # digits of an entry, about
_NEAR = 1e-8


class NoArray(ArithmeticError):
    """An operation that these arrays do not have."""


def is_array(one: Any) -> bool:
    """Whether an exact value is a vector or a matrix."""
    return isinstance(one, sympy.MatrixBase)


def are_meant(kind: str, parts: list[Any]) -> bool:
    """Whether an operation is one of arrays, and not of numbers."""
    return kind in OPERATIONS or any(is_array(one) or _is_float_array(one) for one in parts)


def exact(kind: str, name: str, parts: list[Any]) -> Any:
    """Apply an operation exactly.

    Args:
        kind: such as ``cross``.
        name: of a ``matrix``, its number of rows.
        parts: numbers and arrays.

    Raises:
        NoArray: there is no result.
    """
    if kind == "matrix":
        return _written_out(int(name), parts)
    operation = _EXACT.get(kind)
    if operation is None:
        raise NoArray(f"{kind} of an array")
    try:
        result = operation(*parts)
    except (sympy.matrices.exceptions.NonInvertibleMatrixError, ValueError, TypeError) as error:
        raise NoArray(str(error)) from error
    return result.applyfunc(sympy.expand) if is_array(result) else result


def in_floats(kind: str, name: str, parts: list[Any]) -> Any:
    """Apply an operation to complex numbers and numpy arrays of them.

    Raises:
        NoArray: there is no result.
    """
    if kind == "matrix":
        return numpy.array(parts, dtype=complex).reshape(int(name), -1)
    operation = _FLOATS.get(kind)
    if operation is None:
        raise NoArray(f"{kind} of an array")
    try:
        return operation(*parts)
    except ValueError as error:
        raise NoArray(str(error)) from error


def agrees(answer: Any, array: Any) -> bool:
    """Whether an exact array is this one in floats."""
    made = to_floats(answer)
    return (
        _is_float_array(array)
        and made.shape == array.shape
        and bool(numpy.allclose(made, array, rtol=_NEAR, atol=_NEAR))
    )


def to_floats(array: Any) -> Any:
    """An exact array of numbers as a numpy array."""
    return numpy.array([[complex(one) for one in row] for row in array.tolist()])


def _is_float_array(one: Any) -> bool:
    return isinstance(one, numpy.ndarray)


def _written_out(rows: int, parts: list[Any]) -> Any:
    columns = len(parts) // rows
    if max(rows, columns) > _LARGEST_SIZE or any(map(is_array, parts)):
        raise NoArray("too large, or nested")
    return sympy.ImmutableMatrix(rows, columns, parts)


def _sum(*parts: Any) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _divided(top: Any, bottom: Any) -> Any:
    if is_array(bottom) or bottom == 0:
        raise NoArray("a division by an array or zero")
    return top / bottom


def _power(base: Any, exponent: Any) -> Any:
    if str(exponent) == "T":
        return base.T
    if not (is_array(base) and base.is_square and exponent.is_Integer):
        raise NoArray("a power of what is no square matrix")
    base, count = (base, int(exponent)) if exponent >= 0 else (base.inv(), -int(exponent))
    if count > (_LARGEST_POWER if all(one.is_Integer for one in base) else _SMALL_POWER):
        raise NoArray("a power that is too large")
    result = sympy.eye(base.rows).as_immutable()
    while count:
        if count % 2:
            result = _bounded(result * base)
        base, count = base * base, count // 2
        base = _bounded(base) if count else base
    return result


def _bounded(array: Any) -> Any:
    array = array.applyfunc(sympy.expand)
    if any(one.is_Integer and one.p.bit_length() > 4 * _LONGEST for one in array):
        raise NoArray("too large")
    if any(len(one.args) > _LARGEST_SIZE * _LARGEST_SIZE for one in array):
        raise NoArray("too long")
    return array


def _vector(one: Any) -> Any:
    if not (is_array(one) and one.cols == 1):
        raise NoArray("no vector")
    return one


def _dot(left: Any, right: Any) -> Any:
    return _vector(left).dot(_vector(right))


def _cross(left: Any, right: Any) -> Any:
    if not _vector(left).rows == _vector(right).rows == 3:
        raise NoArray("a cross product in the plane")
    return left.cross(right)


def _projected(onto: Any, what: Any) -> Any:
    return onto * _divided(_dot(what, onto), _dot(onto, onto))


def _determinant(array: Any) -> Any:
    if not (is_array(array) and array.is_square):
        raise NoArray("a determinant of what is not square")
    return sympy.expand(array.det(method="berkowitz"))


def _norm(one: Any) -> Any:
    return sympy.sqrt(sympy.expand(_dot(one, one)))


def _float_norm(one: Any) -> Any:
    return complex(numpy.sqrt((_column(one) ** 2).sum()))


def _column(one: Any) -> Any:
    if not (_is_float_array(one) and one.shape[1] == 1):
        raise NoArray("no vector")
    return one[:, 0]


def _float_cross(left: Any, right: Any) -> Any:
    (a, b, c), (d, e, f) = _column(left), _column(right)
    return numpy.array([[b * f - c * e], [c * d - a * f], [a * e - b * d]])


def _float_projection(onto: Any, what: Any) -> Any:
    return onto * (_column(what) @ _column(onto)) / (_column(onto) @ _column(onto))


def _float_product(left: Any, right: Any) -> Any:
    return left @ right if _is_float_array(left) and _is_float_array(right) else left * right


def _float_power(base: Any, exponent: complex) -> Any:
    return numpy.linalg.matrix_power(base, round(exponent.real))


_EXACT: dict[str, Callable[..., Any]] = {
    "+": _sum,
    "neg": lambda part: -part,
    "*": lambda left, right: left * right,
    "/": _divided,
    "^": _power,
    "dot": _dot,
    "cross": _cross,
    "proj": _projected,
    "det": _determinant,
    "norm": _norm,
    "abs": _norm,
}
_FLOATS: dict[str, Callable[..., Any]] = {
    "+": _sum,
    "neg": lambda part: -part,
    "*": _float_product,
    "/": lambda top, bottom: top / bottom,
    "^": _float_power,
    "dot": lambda left, right: complex(_column(left) @ _column(right)),
    "cross": _float_cross,
    "proj": _float_projection,
    "det": lambda array: complex(numpy.linalg.det(array)),
    "norm": _float_norm,
    "abs": _float_norm,
}
