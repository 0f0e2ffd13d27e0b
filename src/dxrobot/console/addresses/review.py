"""Addresses of checking what was read."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import review, review_work

urlpatterns = [
    path("", review.review, name="review"),
    path("work/", review_work.work, name="review_work"),
    path("fields/", review_work.fields, name="review_fields"),
    path("fields/<int:number>/", review_work.settle, name="review_settle"),
    path("fields/<int:number>/back/", review_work.take_back, name="review_take_back"),
    path("fields/<int:number>/page/", review_work.whole_page, name="review_page"),
    path("questions/<int:number>/", review.answer, name="review_answer"),
    path("runs/<str:name>/go-on/", review.go_on, name="review_go_on"),
]
